// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import dev.sparkbench.api.contract.ApplicationWorkload;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.work.Family;
import dev.sparkbench.runner.work.Prepared;

/**
 * The user's own program. Its main method is called in the driver, as spark-submit in client mode
 * would call it, when all executors are registered.
 */
public final class ApplicationFamily implements Family {

  private static final String JARS = "spark.jars";

  @Override
  public Prepared prepare(RunRequest request, ObjectStore store) {
    ApplicationWorkload workload = (ApplicationWorkload) request.workload();
    Placeholders.require(
        workload.arguments(), workload.tables().stream().map(NamedTable::name).toList());
    requireSingleCall(request, workload);
    if (request.sparkConf().containsKey(JARS)) {
      throw invalid(
          "sparkConf '%s' has no effect here: name the jars in jobConfig.application.jars", JARS);
    }
    boolean writes = Placeholders.uses(workload.arguments(), Placeholders.SCRATCH);
    if (!writes && !workload.compare().isEmpty()) {
      throw invalid(
          "jobConfig.application.compare names what lies below $(scratch), but no argument has that placeholder");
    }
    workload.compare().forEach(ComparedRows::requireBelow);
    Scratch scratch = writes ? Scratch.emptied(request, store) : Scratch.unused(request);
    return PreparedApplication.of(
        request, workload, ApplicationJars.fetch(workload, store), scratch);
  }

  @Override
  public void deleteLeftovers(Workload workload, ResultLayout layout, ObjectStore store) {
    ApplicationWorkload application = (ApplicationWorkload) workload;
    if (Placeholders.uses(application.arguments(), Placeholders.SCRATCH)) {
      Scratch.deleteAll(layout, store);
    }
  }

  /** Static fields keep their values after a call, so many programs cannot be called again. */
  private static void requireSingleCall(RunRequest request, ApplicationWorkload workload) {
    boolean once =
        request.measurement().iterations() == 1
            && request.measurement().warmups() == 0
            && request.measurement().maxWarmupSeconds() == 0;
    if (!workload.repeatable() && !once) {
      throw invalid(
          "an application is called once in each run, without warm-ups, but measurement asks for %d iterations and %d warm-ups: set measurement.trials to measure it more often, or jobConfig.application.repeatable to true if main can be called again in the same JVM",
          request.measurement().iterations(), request.measurement().warmups());
    }
  }

  private static RunFailure invalid(String message, Object... details) {
    return new RunFailure(FailureReason.INVALID_CONFIGURATION, message.formatted(details));
  }
}
