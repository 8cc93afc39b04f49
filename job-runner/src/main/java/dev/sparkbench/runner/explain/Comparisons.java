// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.ApplicationWorkload;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.runner.work.digest.DigestComparison;

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
    return (base, other) ->
        workload.compare().stream()
            .flatMap(
                name ->
                    DigestComparison.results(base.path(name), other.path(name)).stream()
                        .map(what -> "%s: %s".formatted(name, what)))
            .findFirst();
  }
}
