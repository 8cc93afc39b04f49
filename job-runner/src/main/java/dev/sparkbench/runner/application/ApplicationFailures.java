// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.runner.failure.Causes;
import dev.sparkbench.runner.failure.Failures;
import dev.sparkbench.runner.failure.OwnCode;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.failure.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.SparkThrowableHelper;

/**
 * Explains an exception that an application's main method threw. Failures of memory, executors and
 * the store keep their usual reasons. Everything else is the application's own failure and is
 * reported in its own words, except messages of tasks, which may quote rows.
 */
final class ApplicationFailures {

  /** Failures that the application did not cause, or that have a remedy of their own. */
  private static final Set<FailureReason> KEPT =
      EnumSet.of(
          FailureReason.OUT_OF_MEMORY,
          FailureReason.EXECUTORS_UNAVAILABLE,
          FailureReason.STORAGE_UNREACHABLE,
          FailureReason.ACCESS_DENIED,
          FailureReason.APPLICATION_EXITED);

  private static final Pattern SECOND_CONTEXT = Pattern.compile("SPARK-2243");

  private static final Pattern OF_A_TASK =
      Pattern.compile("Job aborted due to stage failure|Lost task");

  private static final String VALUES = "22";

  private static final int LONGEST = 500;

  private final Failures known;
  private final OwnCode own;

  ApplicationFailures(RunRequest request, OwnCode own) {
    this.known =
        new Failures(
            request.dataset().uri(),
            request.dataset().format(),
            request.storage(),
            request.output(),
            Map.of());
    this.own = own;
  }

  /** The failure to report; the exception itself goes to the log. */
  RunFailure explain(Throwable e) {
    Causes causes = Causes.of(e);
    Failure failure = known.of(e, Step.COMPUTING, () -> false);
    if (KEPT.contains(failure.reason()) || e instanceof RunFailure) {
      return new RunFailure(failure.reason(), failure.message(), e);
    }
    String where = firstOwn(causes).map(frame -> ", at " + OwnCode.text(frame)).orElse("");
    if (causes.says(SECOND_CONTEXT)) {
      return new RunFailure(
          FailureReason.INVALID_APPLICATION,
          "the application creates its own SparkContext%s, but the run has one already, with the executors: get it by SparkSession.builder().getOrCreate(), or by SparkContext.getOrCreate(conf)"
              .formatted(where),
          e);
    }
    return new RunFailure(
        FailureReason.APPLICATION_FAILED, said(e, causes) + where + hint(causes), e);
  }

  private static String said(Throwable e, Causes causes) {
    if (causes.says(OF_A_TASK)) {
      String types =
          causes.types().stream()
              .filter(type -> !type.equals("SparkException"))
              .collect(Collectors.joining(", "));
      return "a Spark task of the application failed" + (types.isEmpty() ? "" : ": " + types);
    }
    Throwable innermost = causes.chain().get(causes.chain().size() - 1);
    return "the application threw "
        + text(e)
        + (innermost == e || text(e).contains(text(innermost))
            ? ""
            : ", caused by " + text(innermost));
  }

  /**
   * Type and first line of the message. For errors about values, whose text may quote a value, only
   * the error class.
   */
  private static String text(Throwable e) {
    Optional<String> errorClass =
        e instanceof SparkThrowable spark
            ? Optional.ofNullable(spark.getErrorClass())
            : Optional.empty();
    Optional<String> state = errorClass.map(SparkThrowableHelper::getSqlState);
    String message =
        state.filter(code -> code.startsWith(VALUES)).isPresent()
            ? errorClass.get()
            : String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
    String shortened =
        message.length() <= LONGEST ? message : message.substring(0, LONGEST) + " ...";
    return e.getClass().getName() + (e.getMessage() == null ? "" : ": " + shortened);
  }

  /** The position in the application's code that the innermost cause came from. */
  private Optional<StackTraceElement> firstOwn(Causes causes) {
    List<Throwable> chain = new ArrayList<>(causes.chain());
    Collections.reverse(chain);
    return chain.stream()
        .map(cause -> own.first(cause.getStackTrace()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static String hint(Causes causes) {
    return causes.chain().stream().anyMatch(LinkageError.class::isInstance)
        ? "; of a library that the image has too, in another version, the image's is used: shade it, or bring an image"
        : "";
  }
}
