// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import dev.sparkbench.api.contract.AnswerLimit;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Phases;
import dev.sparkbench.api.contract.PrepareResult;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.RunReportBuilder;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.runner.cluster.Cluster;
import dev.sparkbench.runner.cluster.KubernetesCluster;
import dev.sparkbench.runner.cluster.LoginUser;
import dev.sparkbench.runner.cluster.TrustedCertificates;
import dev.sparkbench.runner.failure.RunFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program of driver, preparation and report pods. Its request is in an environment variable,
 * its answer goes into the termination message (see {@link Contract}); the exit code is 0 after a
 * success, 1 after a failure that the answer describes, 2 if the arguments are wrong.
 */
public final class RunnerMain {

  private static final Logger LOG = LoggerFactory.getLogger(RunnerMain.class);

  static final int SUCCESS = 0;
  static final int FAILURE = 1;
  static final int USAGE = 2;

  private final Map<String, String> environment;
  private final Cluster cluster;
  private final Consumer<FallbackAnswer> atWorst;
  private final Answer answer;
  private final int answerBytes;

  /**
   * Creates the program.
   *
   * @param environment used instead of the process's environment
   * @param cluster where executors come from
   * @param atWorst receives the answer to give if the command itself can no longer answer
   */
  RunnerMain(Map<String, String> environment, Cluster cluster, Consumer<FallbackAnswer> atWorst) {
    this.environment = Map.copyOf(environment);
    this.cluster = cluster;
    this.atWorst = atWorst;
    this.answerBytes = AnswerLimit.from(environment);
    this.answer =
        new Answer(
            Path.of(
                environment.getOrDefault(
                    Contract.TERMINATION_LOG_VARIABLE, Contract.TERMINATION_LOG)));
  }

  /** Runs the command {@code run}, {@code prepare} or {@code report}. */
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    RunnerMain runner =
        new RunnerMain(environment, new KubernetesCluster(environment), FallbackAnswer::arrange);
    int exitCode = FAILURE;
    try {
      exitCode = runner.execute(List.of(args));
    } catch (RuntimeException e) {
      LOG.error("no answer could be given", e);
    }
    // Spark and the HTTP clients leave threads running.
    System.exit(exitCode);
  }

  /** Runs one command and returns the exit code. */
  int execute(List<String> args) {
    LoginUser.ensure(environment);
    try {
      TrustedCertificates.install(environment);
    } catch (RunFailure e) {
      LOG.error("nothing can be done: {}", e.getMessage(), e);
      answer.give(refuse(args, e.failure()));
      return FAILURE;
    }
    if (args.equals(List.of("run"))) {
      return run();
    }
    if (args.equals(List.of("prepare"))) {
      return prepare();
    }
    if (args.equals(List.of("report"))) {
      return report();
    }
    answer.give(refuseRun(logged("expected one argument, run, prepare or report, not " + args)));
    return USAGE;
  }

  private int run() {
    Optional<String> json = Optional.ofNullable(environment.get(Contract.RUN_VARIABLE));
    if (json.isEmpty()) {
      answer.give(refuseRun(missing(Contract.RUN_VARIABLE)));
      return USAGE;
    }
    RunRequest request;
    try {
      request = Requests.run(json.get());
    } catch (IllegalArgumentException e) {
      answer.give(refuseRun(unreadable(Contract.RUN_VARIABLE, e)));
      return FAILURE;
    }
    atWorst.accept(
        new FallbackAnswer(
            answer,
            failure ->
                RunReport.failed(request, Phases.NONE, failure).toTerminationMessage(answerBytes)));
    RunReport report = Run.execute(request, cluster);
    answer.give(report.toTerminationMessage(answerBytes));
    return report.succeeded() ? SUCCESS : FAILURE;
  }

  private int report() {
    Optional<String> json = Optional.ofNullable(environment.get(Contract.REPORT_VARIABLE));
    if (json.isEmpty()) {
      answer.give(
          ReportResult.failed(missing(Contract.REPORT_VARIABLE)).toTerminationMessage(answerBytes));
      return USAGE;
    }
    ReportRequest request;
    try {
      request = Requests.report(json.get());
    } catch (IllegalArgumentException e) {
      answer.give(
          ReportResult.failed(unreadable(Contract.REPORT_VARIABLE, e))
              .toTerminationMessage(answerBytes));
      return FAILURE;
    }
    ReportResult result = Report.execute(request);
    answer.give(result.toTerminationMessage(answerBytes));
    return result.succeeded() ? SUCCESS : FAILURE;
  }

  private int prepare() {
    Optional<String> json = Optional.ofNullable(environment.get(Contract.PREPARE_VARIABLE));
    if (json.isEmpty()) {
      answer.give(refusePreparing(missing(Contract.PREPARE_VARIABLE)));
      return USAGE;
    }
    RunRequest request;
    try {
      request = Requests.run(json.get());
    } catch (IllegalArgumentException e) {
      answer.give(refusePreparing(unreadable(Contract.PREPARE_VARIABLE, e)));
      return FAILURE;
    }
    atWorst.accept(new FallbackAnswer(answer, this::refusePreparing));
    PrepareResult result = Prepare.execute(request, cluster);
    answer.give(result.toTerminationMessage(answerBytes));
    return result.succeeded() ? SUCCESS : FAILURE;
  }

  private String refusePreparing(Failure failure) {
    return PrepareResult.failed(failure).toTerminationMessage(answerBytes);
  }

  private String refuse(List<String> args, Failure failure) {
    return switch (args.isEmpty() ? "" : args.get(0)) {
      case "report" -> Report.failed(failure).toTerminationMessage();
      case "prepare" -> refusePreparing(failure);
      default -> refuseRun(failure);
    };
  }

  /** The answer for a run whose request could not be read. */
  private String refuseRun(Failure failure) {
    return RunReportBuilder.builder()
        .version(Contract.VERSION)
        .outcome(RunReport.Outcome.FAILED)
        .nodes(0)
        .trial(0)
        .attempt(0)
        .samples(List.of())
        .executorsRegistered(0)
        .executorsLost(0)
        .disturbed(0)
        .datasetIdentity(null)
        .phases(Phases.NONE)
        .failure(failure)
        .instanceTypes(null)
        .build()
        .toTerminationMessage(answerBytes);
  }

  private static Failure missing(String variable) {
    return logged("environment variable " + variable + " is missing");
  }

  private static Failure unreadable(String variable, IllegalArgumentException e) {
    return logged("environment variable %s: %s".formatted(variable, e.getMessage()));
  }

  private static Failure logged(String message) {
    LOG.error(message);
    return new Failure(FailureReason.INTERNAL, message);
  }
}
