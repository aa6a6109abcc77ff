import type { SampleBenchmark } from '../theme';

/** Small machine-learning projects: improve a baseline within a budget. */
export const mlgym: SampleBenchmark = {
  name: 'synth-mlgym',
  meanPassRate: 0.37,
  explore: [
    [
      'cat README.md && nvidia-smi || echo no gpu',
      "Beat the baseline's validation score within 40 minutes; no gpu",
    ],
    ['python baseline.py --epochs 1', 'epoch 1: train loss 1.92, validation accuracy 0.31'],
  ],
  verify: {
    command: 'python evaluate.py submission.csv',
    passed: 'score 0.846, threshold 0.820: passed',
    failed: 'score 0.803, threshold 0.820: below threshold',
  },
  retry: [
    ['python train.py --lr 3e-4 --epochs 12 --seed 2', 'validation accuracy 0.811'],
    ['python ablate.py --last-change off', 'validation accuracy 0.797'],
  ],
  themes: [
    {
      id: 'image-augment',
      tasks: [
        'Train a small convolutional network on 5000 labelled thumbnails to at least 82 percent test accuracy within forty minutes on two processor cores.',
        'Improve the supplied flower classifier, which overfits after three epochs, without more data and without a pretrained model.',
      ],
      moves: [
        ['python train.py --epochs 10', 'train 0.99, validation 0.71'],
        ['python train.py --epochs 25 --flip --crop --cosine', 'train 0.91, validation 0.83'],
        ['python evaluate.py --split validation --by-class', 'lowest class 0.74'],
      ],
      workflow: {
        goal: 'Reduce overfitting of a small image classifier',
        steps: [
          'Record training and validation curves of the baseline',
          'Add flips and padded crops',
          'Lengthen training with a cosine schedule',
          'Keep the best checkpoint by validation score',
        ],
      },
      summary: {
        about: 'Small image classifier that overfits',
        text: 'Augmentation together with a longer cosine schedule raised validation accuracy by twelve points. Dropout on its own brought two.',
      },
      insight: {
        title: "Tell apart 'cannot learn it' and 'learns too much' before choosing a remedy",
        description: 'Quality is below target and many remedies are on offer',
        content:
          'Compare how well the familiar cases are handled with the unfamiliar ones. A large gap calls for restraint or more variety, a small one for more capacity or effort; the wrong family of remedies wastes the budget.',
      },
    },
    {
      id: 'tabular-leak',
      tasks: [
        'Predict loan default on the tabular set. The supplied notebook reports an AUC of 0.99 on validation but 0.71 on the hidden test; find out why and reach 0.80.',
        'Forecast daily sales of 50 stores for the next four weeks; the metric is the weighted absolute error.',
      ],
      moves: [
        ['python importance.py | head -3', 'account_closed_date 0.81'],
        ['python train.py --drop account_closed_date --split time', 'AUC 0.812'],
        ['python evaluate.py --folds 5', '0.806 +/- 0.009'],
      ],
      workflow: {
        goal: 'Find and remove target leakage in a tabular model',
        steps: [
          'Rank features by importance',
          'Ask of each top feature whether it is known at prediction time',
          'Split by time instead of at random',
          'Confirm that validation and hidden score come together',
        ],
      },
      summary: {
        about: 'Loan default with an impossible validation score',
        text: 'One column is filled only after a default. Removing it lowered validation and raised the hidden test; a split by time had shown the problem immediately.',
      },
      insight: {
        title: 'Distrust results that are too good',
        description: 'A check succeeds far beyond expectation',
        content:
          'Ask what the procedure could know that it should not. Let it work under the conditions of real use, with the same information at the same moment, and see how much of the success remains.',
      },
    },
    {
      id: 'text-classify',
      tasks: [
        'Classify support messages into twelve topics with only 600 labelled examples; macro F1 must exceed 0.72.',
        'Detect toxic comments with a highly imbalanced training set; the metric is average precision.',
      ],
      moves: [
        ['python baseline.py --tfidf --logreg', 'macro F1 0.66'],
        ['python baseline.py --char-ngrams --class-weight balanced', 'macro F1 0.73'],
        ['python confusion.py | sort -rn | head -3', 'billing -> refunds 14'],
      ],
      workflow: {
        goal: 'Classify short texts with few labelled examples',
        steps: [
          'Start with word features and a linear model',
          'Add character n-grams for misspellings',
          'Weight the classes',
          'Read the most frequent confusions and merge or split accordingly',
        ],
      },
      summary: {
        about: 'Support messages in twelve topics',
        text: 'A linear model on character n-grams with class weights passed the threshold. The fine-tuned network that was tried first took the entire budget and scored lower.',
      },
      insight: {
        title: 'Let the simplest thing that could work set the bar',
        description: 'An elaborate approach tempts from the start',
        content:
          'Build the plain version in the first tenth of the time. It tells how hard the problem is, often suffices, and every elaborate idea afterwards must show by how much it is better.',
      },
    },
    {
      id: 'rl-cartpole',
      tasks: [
        'Train a policy for the supplied balance environment that survives 450 steps on average over 100 episodes, using at most 300000 environment steps.',
        'Stabilise the supplied policy-gradient agent, which collapses in half of the seeds on the grid world.',
      ],
      moves: [
        ['for s in 0 1 2 3; do python train.py --seed $s; done', 'returns 481, 93, 466, 88'],
        ['python train.py --normalise-advantage --clip 0.2 --seed 1', 'return 472'],
        ['python evaluate.py --episodes 100', 'mean 468.3'],
      ],
      workflow: {
        goal: 'Stabilise a policy-gradient agent across seeds',
        steps: [
          'Run several seeds before changing anything',
          'Normalise advantages',
          'Clip the policy update',
          'Compare the worst seed, not the best one',
        ],
      },
      summary: {
        about: 'Policy gradient that collapses on some seeds',
        text: 'Half of the seeds failed before the change and none after it. Normalised advantages brought most of the effect, clipping the rest.',
      },
      insight: {
        title: 'Judge by the worst repetition, not by the best',
        description: 'Chance plays a part in every attempt',
        content:
          'Repeat with several seeds before and after a change. One lucky success proves nothing; if the weakest repetition improves, the change is real.',
      },
    },
    {
      id: 'language-tiny',
      tasks: [
        'Train a character-level language model on the supplied plays to a validation loss below 1.55 with at most two million parameters.',
        'Speed up the supplied training loop threefold on two cores without changing the loss curve.',
      ],
      moves: [
        ['python train.py --layers 4 --width 128 --steps 200', 'loss 2.31, 410 ms per step'],
        ['python -m torch.utils.bottleneck train.py | head', 'data loading 61%'],
        ['python train.py --pretokenised --steps 4000', 'validation loss 1.52, 120 ms per step'],
      ],
      workflow: {
        goal: 'Train a tiny language model within a compute budget',
        steps: [
          'Measure the time of one step and where it goes',
          'Tokenise once, before training',
          'Use warm-up followed by cosine decay',
          'Extrapolate the curve before spending the remaining budget',
        ],
      },
      summary: {
        about: 'Character-level language model on two cores',
        text: 'Two thirds of the time went into loading data. With tokens prepared beforehand the budget allowed three times as many steps, enough to reach the target.',
      },
      insight: {
        title: 'Estimate the cost of the full thing from a short rehearsal',
        description: 'A long computation is about to start on a limited budget',
        content:
          'Time a hundredth of the work and multiply. The rehearsal reveals a wrong setting within minutes, shows whether the target is reachable at all, and costs next to nothing.',
      },
    },
    {
      id: 'hyperparameter',
      tasks: [
        'Tune the supplied gradient-boosting model with at most 60 fits and beat the default by two points of R squared under nested cross-validation.',
        'Choose the learning rate and batch size of the supplied network in at most ten short trials.',
      ],
      moves: [
        ['python tune.py --random 40 --budget short', 'best rate 0.07, depth 5'],
        ['python tune.py --refine 20 --around best', 'R2 0.781'],
        ['python nested.py', '0.774 +/- 0.012, default 0.748'],
      ],
      workflow: {
        goal: 'Tune hyperparameters under a small budget of fits',
        steps: [
          'Draw random settings on a logarithmic scale',
          'Refine around the three best',
          'Estimate the gain with nested validation',
          'Report the number of fits',
        ],
      },
      summary: {
        about: 'Tuning a boosting model with sixty fits',
        text: 'Random search on a logarithmic scale and one refinement gained 2.6 points under nested validation. The inner score alone would have claimed four.',
      },
      insight: {
        title: 'What was used to choose cannot also be used to judge',
        description: 'Several candidates were compared and the best one is reported',
        content:
          "The winner's score is flattered by the selection. Keep a part aside that had no influence on any decision, and quote the figure from there even when it is less pleasing.",
      },
    },
    {
      id: 'segmentation-loss',
      tasks: [
        'Improve the supplied road-segmentation network, which predicts background nearly everywhere, to a mean overlap of 0.55.',
        'Locate defects in textile images when only image-level labels are available.',
      ],
      moves: [
        ['python stats.py --masks', 'road pixels 3.1%'],
        ['python train.py --loss bce+dice --epochs 15', 'overlap 0.57'],
        ['python show.py --worst 6', 'thin diagonal roads are missed'],
      ],
      workflow: {
        goal: 'Train a segmentation network on rare foreground',
        steps: [
          'Measure the share of foreground pixels',
          'Combine cross-entropy with an overlap loss',
          'Sample crops that hold foreground',
          'Inspect the worst predictions',
        ],
      },
      summary: {
        about: 'Road masks with three percent foreground',
        text: 'The original loss rewarded predicting nothing. Adding an overlap term and sampling crops around roads brought the score from 0.12 to 0.57.',
      },
      insight: {
        title: 'Check that the objective rewards what you want',
        description: 'A system optimises faithfully and the outcome is useless',
        content:
          'Compute the score of doing nothing, of always choosing the common case, and of a perfect answer. If the first two come close to the third, change the objective before changing anything else.',
      },
    },
    {
      id: 'debug-training',
      tasks: [
        "The supplied training script's loss becomes NaN after 300 steps. Find the reason, fix it, and reach the reference loss.",
        'The supplied model reaches chance accuracy only. There are exactly two defects in the data pipeline; repair both.',
      ],
      moves: [
        ['python train.py --detect-anomaly --steps 320 | tail -3', 'log of zero in loss.py:22'],
        ['python overfit.py --batch 8 --steps 200', 'loss 2.30, does not fall'],
        ['python overfit.py --batch 8 --steps 200 --fixed-labels', 'loss 0.01'],
      ],
      workflow: {
        goal: 'Debug a network that does not learn',
        steps: [
          'Try to memorise eight examples',
          'Print inputs and labels as the model sees them',
          'Switch on anomaly detection for exploding values',
          'Remove randomness until the cause is isolated',
        ],
      },
      summary: {
        about: 'Training that never leaves chance level',
        text: 'The network could not even memorise eight examples, which ruled out every question of tuning. Labels were shuffled separately from the images, and one normalisation was applied twice.',
      },
      insight: {
        title: 'Shrink the problem until failure would be absurd',
        description: 'A large system does not do what it should and everything is suspect',
        content:
          'Reduce input, size and options until success ought to be trivial. If it still fails, the cause is nearby and few places remain; if it succeeds, grow it again step by step until it breaks.',
      },
    },
    {
      id: 'distill-quantise',
      tasks: [
        'Compress the supplied sentiment model below 8 MB while losing at most one point of accuracy.',
        'Reduce the latency of the supplied ranking model to below 20 ms per query on one core.',
      ],
      moves: [
        ['ls -l model.bin && python bench.py', '31 MB, 64 ms per query'],
        ['python quantise.py --int8 --per-channel', '7.9 MB, accuracy 0.904 (was 0.911)'],
        ['python bench.py --threads 1', '17 ms per query'],
      ],
      workflow: {
        goal: 'Compress a model within an accuracy budget',
        steps: [
          'Measure size, latency and accuracy of the original',
          'Quantise weights per channel',
          'Calibrate on real inputs',
          'Measure all three again on the same machine',
        ],
      },
      summary: {
        about: 'Sentiment model below eight megabytes',
        text: 'Per-channel quantisation met size and latency at once. Calibration on random inputs had cost four points; real inputs cost less than one.',
      },
      insight: {
        title: 'Write down the budget for each quantity you may trade away',
        description: 'Improving one property worsens another',
        content:
          'State limits for size, time, cost and quality before trading between them, and measure all of them after each step. Progress on a single number conceals losses elsewhere until it is too late to undo them cheaply.',
      },
    },
    {
      id: 'active-labels',
      tasks: [
        'With a budget of 300 label queries, train a sensor-fault classifier that reaches 0.85 balanced accuracy on the hidden set.',
        'Find at least 40 of the 50 wrong labels planted in the training set, listing no more than 80 candidates.',
      ],
      moves: [
        ['python query.py --strategy random --n 100', 'balanced accuracy 0.71'],
        ['python query.py --strategy margin --n 200', 'balanced accuracy 0.86'],
        ['python audit.py --cross-predicted --top 80', '43 of 50 found'],
      ],
      workflow: {
        goal: 'Spend a labelling budget where it teaches most',
        steps: [
          'Begin with a random third of the budget',
          'Query examples with the smallest margin',
          'Mix in a few random ones against blind spots',
          'Audit labels by cross-predicted disagreement',
        ],
      },
      summary: {
        about: 'Three hundred labels for a fault classifier',
        text: 'After a random start, margin sampling was worth about twice as much per label. A small random share kept a rare fault from being overlooked.',
      },
      insight: {
        title: 'Spend scarce attention on the undecided cases',
        description: 'Only a few items can be examined closely',
        content:
          'What is clearly fine or clearly broken teaches little. Sort by uncertainty, begin in the middle, and reserve a small random share so that confident mistakes are met as well.',
      },
    },
  ],
};
