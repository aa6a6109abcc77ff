import type { SampleBenchmark } from '../theme';

/** Repeating a published analysis from its paper and data: twelve long tasks. */
export const replication: SampleBenchmark = {
  name: 'synth-replication',
  meanPassRate: 0.3,
  explore: [
    ['ls paper data', 'paper/main.md  paper/tables/  data/raw.csv  data/codebook.txt'],
    ['head -2 data/raw.csv; wc -l data/raw.csv', 'id,wave,group,score,weight\n1041 lines'],
  ],
  verify: {
    command: 'python rubric.py results.json',
    passed: '5 of 5 reported figures reproduced within tolerance',
    failed: '3 of 5 reported figures reproduced; table 2 column 3 differs by 0.04',
  },
  retry: [
    [
      "grep -n -i 'exclu' paper/main.md",
      'participants who missed both attention checks were excluded (n = 37)',
    ],
    ['python analyse.py --exclude attention', 'n = 1003'],
  ],
  themes: [
    {
      id: 'survey-weights',
      tasks: [
        'Reproduce table 2 of the supplied paper: weighted means of trust by age group with design-based standard errors, from the raw survey and its codebook.',
        "Repeat the paper's poststratification to census margins and report the largest weight ratio that results.",
      ],
      moves: [
        [
          'grep -n -i weight paper/main.md data/codebook.txt',
          'codebook.txt:31: weight: normalised to mean 1 within wave',
        ],
        ['python weighted_means.py > table2.csv', '18-29: 2.91 (0.06) ...'],
        ['python compare.py table2.csv paper/tables/2.csv', 'max difference 0.004'],
      ],
      workflow: {
        goal: 'Reproduce weighted survey means and their standard errors',
        steps: [
          "Read the codebook's definition of the weight",
          'Apply the exclusions in the order of the paper',
          'Compute linearised standard errors',
          'Compare cell by cell and list deviations',
        ],
      },
      summary: {
        about: 'Weighted trust by age group',
        text: 'The means agreed only after excluding participants before normalising the weights. The order is mentioned in a footnote of the appendix; standard errors then matched to three digits.',
      },
      insight: {
        title: 'Order of operations is part of the method',
        description: 'Every step seems right and the result is still slightly off',
        content:
          'Filtering, normalising and averaging do not commute. When figures are close but not equal, list the steps and try the plausible orders before doubting the steps themselves.',
      },
    },
    {
      id: 'event-study',
      tasks: [
        'Reproduce the event-study figure of the minimum-wage paper: coefficients for leads and lags with county and quarter effects, clustered by state.',
      ],
      moves: [
        [
          'python - <<< \'import pandas as pd; print(pd.read_csv("data/panel.csv").groupby("state").size().describe())\'',
          'count 48, min 12, max 88',
        ],
        ['python event_study.py --reference -1 --cluster state', 'lag 4: -0.018 (0.011)'],
        ['python compare.py coef.csv paper/tables/fig3.csv', 'max difference 0.001'],
      ],
      workflow: {
        goal: 'Estimate an event study with two-way effects and clustered errors',
        steps: [
          'Balance the panel as the paper describes',
          'Drop the period before the event as reference',
          'Absorb unit and period effects',
          'Cluster by the level of treatment and compare degrees of freedom',
        ],
      },
      summary: {
        about: 'Event-study coefficients of a wage policy',
        text: "The point estimates agreed at once, the errors did not: the paper's software applies a small-sample factor. Applying it closed the gap.",
      },
      insight: {
        title: 'Know the defaults of the tool that made the reference',
        description: 'Two implementations differ by a constant factor',
        content:
          'Corrections, seeds, tolerances and conventions hide in defaults. When a ratio is suspiciously regular, look up what the other tool does without being asked, and set it explicitly in yours.',
      },
    },
    {
      id: 'topic-model',
      tasks: [
        "Repeat the topic model of 1200 abstracts with the paper's preprocessing and report which of the twenty topics match its published word lists.",
      ],
      moves: [
        ['python preprocess.py --min-df 5 --bigrams && wc -l vocab.txt', '3412'],
        ['for s in 1 2 3 4 5; do python fit.py --seed $s; done', 'log-likelihood between -8.412 and -8.409'],
        ['python match_topics.py --hungarian', '17 of 20 topics matched above 0.5'],
      ],
      workflow: {
        goal: 'Compare a refitted topic model with published topics',
        steps: [
          'Reproduce the vocabulary size first',
          'Fit several seeds',
          'Match topics by optimal assignment',
          'Report the share of matches with its variation over seeds',
        ],
      },
      summary: {
        about: 'Twenty topics from scientific abstracts',
        text: 'The vocabulary had to match before anything else could. Seventeen topics were found again, and the unmatched three also varied between seeds.',
      },
      insight: {
        title: 'Check intermediate counts before comparing final figures',
        description: 'A long procedure ends in a number that does not agree',
        content:
          'Row counts, vocabulary sizes and group sizes are reported more often than one remembers. Match them in sequence; the first that differs marks the step to look at, and the final figure follows by itself.',
      },
    },
    {
      id: 'reaction-times',
      tasks: [
        'Reproduce the mixed-effects analysis of reaction times with crossed random effects for participants and words, including the reported model comparison.',
      ],
      moves: [
        ['python describe.py --trim 2.5sd', 'removed 2.9% of responses'],
        ['Rscript fit.R 2>&1 | tail -2', 'boundary (singular) fit'],
        ['Rscript fit.R --uncorrelated', 'chi-square 11.87, df 1'],
      ],
      workflow: {
        goal: 'Refit a mixed model and repeat its likelihood-ratio test',
        steps: [
          'Apply the trimming rule per participant',
          'Use maximum likelihood for comparing fixed effects',
          'Simplify random effects as the paper reports',
          'Report convergence warnings with the result',
        ],
      },
      summary: {
        about: 'Reaction times with crossed random effects',
        text: 'The full model was singular here and, according to the supplement, for the authors too. Without correlations the published statistic came out to two digits.',
      },
      insight: {
        title: 'A warning is a result and belongs in the report',
        description: 'Tools finish but complain on the way',
        content:
          'Say which complaints occurred, whether they change the conclusion, and how you know. Hiding them leaves the next person to discover them at a worse moment.',
      },
    },
    {
      id: 'growth-regression',
      tasks: [
        'Reproduce the cross-country growth regressions and the extreme-bounds analysis from the supplied data; state the share of specifications in which investment stays significant.',
      ],
      moves: [
        ['python load.py --check', '98 countries; paper says 98'],
        ['python bounds.py --controls 3 --processes 2', '4060 regressions in 8 s'],
        ['python summarise.py', 'investment: 97.2% significant, sign never changes'],
      ],
      workflow: {
        goal: 'Run an extreme-bounds analysis over combinations of controls',
        steps: [
          'Confirm sample size',
          'Enumerate combinations deterministically',
          'Store every estimate',
          'Report share and range, not the most pleasing one',
        ],
      },
      summary: {
        about: 'Growth regressions under every set of controls',
        text: 'All 4060 specifications were stored and summarised. Investment was robust as published; one reported bound could not be reproduced and is listed as such.',
      },
      insight: {
        title: 'Report the whole distribution of choices rather than the favourite one',
        description: 'Several defensible settings lead to different numbers',
        content:
          'Run them all when that is affordable and show the spread. A conclusion that holds throughout needs no defence, and one that depends on a single choice deserves to be known as such.',
      },
    },
    {
      id: 'citation-network',
      tasks: [
        'Rebuild the citation network of the supplied bibliography and reproduce the reported modularity and the ranking of the ten most central papers.',
      ],
      moves: [
        ['python build.py --dedupe doi', '4811 papers, 22190 links'],
        ['python louvain.py --seed 1..20 | sort -n | tail -1', 'modularity 0.612'],
        ['python rank.py --damping 0.85 | head -10 | diff - paper/tables/top10.txt', 'lines 7 and 8 swapped'],
      ],
      workflow: {
        goal: 'Reproduce community structure and centrality in a network',
        steps: [
          'Deduplicate by identifier and then by normalised title',
          'Repeat the randomised clustering and keep the best',
          'Use the damping factor of the paper',
          'Explain every swap in the ranking by the size of the difference',
        ],
      },
      summary: {
        about: 'Modularity and most central papers',
        text: 'Deduplication decided everything: with raw titles the network had six percent too many nodes. Two neighbouring ranks were swapped, at a difference in the fifth digit.',
      },
      insight: {
        title: 'Settle what counts as the same thing before counting',
        description: 'Entities appear under several spellings or identifiers',
        content:
          'Choose a rule for identity, write it down, and apply it at the start. Totals, shares and rankings all inherit this choice, and no later care makes up for a vague one.',
      },
    },
    {
      id: 'bayes-meta',
      tasks: [
        "Repeat the random-effects meta-analysis of 34 trials with the paper's priors and reproduce its forest plot figures and prediction interval.",
      ],
      moves: [
        ['python extract.py paper/tables/trials.csv', '34 trials, 2 with zero cells'],
        ['python meta.py --prior halfnormal --continuity 0.5', 'mu -0.21, tau 0.13'],
        ['python compare.py forest.csv paper/tables/forest.csv', 'max difference 0.01'],
      ],
      workflow: {
        goal: 'Repeat a random-effects meta-analysis including trials with zero events',
        steps: [
          'Extract counts and check totals',
          'Apply the stated continuity correction',
          'Use the stated prior for heterogeneity',
          'Report prediction as well as confidence interval',
        ],
      },
      summary: {
        about: 'Meta-analysis of thirty-four trials',
        text: 'Two trials without events needed the continuity correction named in the supplement. With it and the stated prior all but one row of the forest plot agreed.',
      },
      insight: {
        title: 'Find out how empty and zero entries are meant to be handled',
        description: 'Rare categories, missing values or divisions by nothing',
        content:
          'Zeros are where conventions differ most. Locate the rule in the source, or state the one you adopt and show how much the result moves under the alternative.',
      },
    },
    {
      id: 'climate-trend',
      tasks: [
        'Reproduce the seasonal temperature trends with autocorrelation-adjusted intervals from the station data, including the homogenisation step.',
      ],
      moves: [
        ['python stations.py --coverage 0.9', '61 of 74 stations kept'],
        ['python trend.py --season DJF --ar1', '0.31 K per decade, 0.12 to 0.50'],
        ['python compare.py trends.csv paper/tables/4.csv', '61 of 61 within 0.02'],
      ],
      workflow: {
        goal: 'Estimate trends whose intervals respect autocorrelation',
        steps: [
          'Apply the coverage rule',
          "Assign December to the following year's winter",
          'Estimate the lag-one correlation of the residuals',
          'Widen the interval by the effective sample size',
        ],
      },
      summary: {
        about: 'Seasonal temperature trends of sixty-one stations',
        text: 'Winter values were off by one year for every station until December was assigned to the next winter. The adjusted intervals then agreed.',
      },
      insight: {
        title: 'When everything is shifted by one unit, question the labels first',
        description: 'Results look plausible but sit one place off',
        content:
          'A consistent shift points at indexing, calendars or inclusive ends rather than at the calculation. Pick one item, follow it by hand from source to result, and see where its label changes.',
      },
    },
    {
      id: 'vote-model',
      tasks: [
        "Replicate the multilevel regression and poststratification of regional vote shares and reproduce the map's ten largest deviations.",
      ],
      moves: [
        ['python cells.py | tail -1', '6912 cells, population 48.1 million'],
        ['python fit.py --draws 2000 --seed 4', 'R-hat below 1.01 for all parameters'],
        ['python deviations.py --top 10', '9 of 10 regions as published'],
      ],
      workflow: {
        goal: 'Poststratify a multilevel model to regional estimates',
        steps: [
          'Build the cells and check the population total',
          'Fit with a recorded seed',
          'Confirm convergence before looking at estimates',
          'Compare ranks and values separately',
        ],
      },
      summary: {
        about: 'Regional vote shares by multilevel regression',
        text: 'The population total exposed a duplicated region in the cell file. After removing it nine of the ten largest deviations were reproduced.',
      },
      insight: {
        title: 'Decide how you will judge success before seeing the outcome',
        description: 'A result will be compared with an expectation',
        content:
          'Write down the tolerance and the figures that count, then run. Judging afterwards invites generosity toward near misses and makes two attempts impossible to compare.',
      },
    },
    {
      id: 'image-cells',
      tasks: [
        'Repeat the cell-counting pipeline on the 60 supplied microscopy images and reproduce the dose-response curve with its half-maximal concentration.',
        'Reproduce the inter-rater agreement between the pipeline and two human counters on the supplied annotations.',
      ],
      moves: [
        ['python segment.py --threshold otsu images/control_01.tif', '214 cells'],
        ['python batch.py --jobs 2 && python fit_curve.py', 'EC50 3.4, paper 3.3'],
        ['python overlay.py images/dose9_04.tif', 'touching cells merged in the lower left'],
      ],
      workflow: {
        goal: 'Count cells in images and fit a dose-response curve',
        steps: [
          'Segment one control image and look at the overlay',
          'Split touching objects by distance transform',
          'Process all images with fixed settings',
          'Fit the four-parameter curve and compare',
        ],
      },
      summary: {
        about: 'Dose response from microscopy images',
        text: 'Looking at overlays showed touching cells counted as one at high density. Splitting them moved the half-maximal concentration into the published interval.',
      },
      insight: {
        title: 'Look at a few individual cases with your own eyes',
        description: 'Aggregates are off and the procedure seems sound',
        content:
          'Open three typical items and three extreme ones in full. Systematic mistakes that averages disguise tend to be obvious in a single example.',
      },
    },
  ],
};
