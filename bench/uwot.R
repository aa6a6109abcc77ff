# uwot, cosine, 15 neighbours, default epochs, two threads. Arguments: a folder with the file `rows`, rows, dimensions.
# Leaves the picture there as `uwot`; prints the milliseconds it took.
suppressMessages(library(uwot))
given <- commandArgs(trailingOnly = TRUE)
n <- as.integer(given[2]); d <- as.integer(given[3])
rows <- matrix(readBin(file.path(given[1], "rows"), "numeric", n = n * d, size = 4), nrow = n, byrow = TRUE)
started <- proc.time()[["elapsed"]]
picture <- umap(rows, n_neighbors = 15, min_dist = 0.1, metric = "cosine", n_threads = 2, n_sgd_threads = 2)
cat((proc.time()[["elapsed"]] - started) * 1000)
writeBin(as.vector(t(picture)), file.path(given[1], "uwot"), size = 4)
