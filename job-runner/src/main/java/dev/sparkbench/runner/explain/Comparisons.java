package dev.sparkbench.runner.explain;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.ApplicationWorkload;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.runner.sql.DigestComparison;

/** How the outputs of each kind of work are compared. */
final class Comparisons implements Workload.Cases<Comparing> {

  @Override
  public Comparing tasks(TaskWorkload workload) {
    return workload.type() == JobType.ML
        ? OutputComparison.MODELS
        : OutputComparison.EXACT_STATISTICS;
  }

  @Override
  public Comparing sql(SqlWorkload workload) {
    return DigestComparison::difference;
  }

  @Override
  public Comparing suite(SuiteWorkload workload) {
    return DigestComparison::difference;
  }

  @Override
  public Comparing application(ApplicationWorkload workload) {
    return OutputComparison.EXACT_STATISTICS;
  }
}
