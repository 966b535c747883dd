# Farrington flexible and EARS by R surveillance: Rscript surges.R IN.csv FOLDER; times are of the methods alone.
suppressPackageStartupMessages(suppressMessages(library(surveillance)))
args <- commandArgs(TRUE)
counts <- as.matrix(read.csv(args[1], header = FALSE))
n <- nrow(counts)
dates <- seq(as.Date("2015-01-05"), by = "week", length.out = n)
make <- function(x) sts(observed = x, start = c(2015, 2), frequency = 52, epoch = as.numeric(dates), epochAsDate = TRUE)
taken <- function(expr) { t <- system.time(expr); sprintf("%.4f %.4f", t[["elapsed"]], t[["user.self"]] + t[["sys.self"]]) }
both <- make(counts)
control <- list(range = n, b = 5, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26, pThresholdTrend = 1,
                thresholdMethod = "nbPlugin", alpha = 0.005)
cat("farrington", taken(f <- suppressWarnings(farringtonFlexible(both, control = control))), "\n")
write.csv(as.vector(upperbound(f)), file.path(args[2], "farrington.csv"), row.names = FALSE)
cat("ears", taken(e <- lapply(c("C1", "C2", "C3"), function(m) earsC(both, control = list(range = (n - 51):n, method = m)))), "\n")
for (i in 1:3) write.csv(upperbound(e[[i]]), file.path(args[2], paste0("C", i, ".csv")), row.names = FALSE)
