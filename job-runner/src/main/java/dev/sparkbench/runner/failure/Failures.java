// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Says what an exception means in the contract's reasons: first by what the command was doing, then
 * by what the exception is, and last by what it says. Nothing that a row holds gets into a message:
 * Spark quotes rows in exceptions of tasks, so of these only the types are told.
 *
 * @param uri the dataset, or whatever the command is about
 * @param format the dataset's format
 * @param storage the store it lies in
 * @param output where results go
 * @param settings what the manifest says to Spark by name: {@code sparkConf} and the dataset's
 *     options
 */
public record Failures(
    String uri, String format, Storage storage, String output, Map<String, String> settings) {

  /** Why the run ends when Spark {@linkplain SparkExit gives up}. */
  public static final String GIVEN_UP =
      "more executor pods failed than Spark puts up with; it deletes them, so watch the next attempt: kubectl logs -f -l spark-role=executor";

  /** The first that explains an exception does. */
  private static final List<Function<Case, Optional<Failure>>> RULES =
      List.of(
          Failures::explained,
          ExecutorFailures::givenUp,
          one -> ApplicationExit.underWay(),
          MemoryFailures::of,
          StoreFailures::of,
          SettingFailures::of,
          DataFailures::of,
          ExecutorFailures::of,
          Failures::query);

  /** Copies the settings. */
  public Failures {
    settings = Map.copyOf(settings);
  }

  /** Of a command without settings, whose results go where it reads. */
  public Failures(String uri, String format, Storage storage) {
    this(uri, format, storage, uri, Map.of());
  }

  /** What to report for an exception that came up while the dataset was read. */
  public Failure of(Throwable e) {
    return of(e, Step.COMPUTING, () -> true);
  }

  /**
   * What to report for an exception.
   *
   * @param step what the command was doing
   * @param changed whether the dataset is another one than before; asked only if that is the
   *     question
   */
  public Failure of(Throwable e, Step step, BooleanSupplier changed) {
    Case one = new Case(this, Causes.of(e), step, changed);
    Failure failure =
        RULES.stream()
            .map(rule -> rule.apply(one))
            .flatMap(Optional::stream)
            .findFirst()
            .orElseGet(() -> internal(one));
    return new Failure(failure.reason(), RunFailure.withUsersUris(failure.message()));
  }

  private static Optional<Failure> explained(Case one) {
    return one.causes().first(RunFailure.class).map(RunFailure::failure);
  }

  /** Of the values that it came upon nothing is told. */
  private static Optional<Failure> query(Case one) {
    return one.causes()
        .first(QueryError.class)
        .map(
            e ->
                new Failure(
                    FailureReason.QUERY_FAILED,
                    "query %s failed while it ran (%s): correct it or the data; the driver's log has the details"
                        .formatted(
                            e.query(), one.errorClasses().findFirst().orElseGet(one::kinds))));
  }

  private static Failure internal(Case one) {
    String message =
        one.isOfTask()
            ? "a Spark task failed: " + one.kinds()
            : Case.named(one.causes().outermost());
    return new Failure(FailureReason.INTERNAL, message + "; the driver's log has the details");
  }
}
