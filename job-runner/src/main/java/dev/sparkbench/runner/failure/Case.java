// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One exception to explain, with the questions that all explanations ask about it.
 *
 * @param context what the command is about
 * @param causes the exception and its causes
 * @param step what the command was doing
 * @param isChanged whether the dataset has changed; sends requests to the store
 */
record Case(Failures context, Causes causes, Step step, BooleanSupplier isChanged) {

  private static final Pattern ON_S3A = Pattern.compile("s3a://");

  private static final Pattern S3A_PATH = Pattern.compile("s3a://([^\\s:'\"]+)");

  // Spark puts the name of an error in front of its message.
  private static final Pattern ERROR_CLASS = Pattern.compile("\\[([A-Z][A-Z0-9_.]{3,80})]");

  private static final Pattern TASK_FAILED =
      Pattern.compile("Job aborted due to stage failure|Lost task");

  private static final Set<String> PASSING_ON = Set.of("SparkException", "QueryError");

  /** Whether it occurred in a task, so that its text may quote rows. */
  boolean isOfTask() {
    return causes.says(TASK_FAILED);
  }

  /** Whether it is about something in the store. */
  boolean isOnS3a() {
    return causes.says(ON_S3A);
  }

  /** The object that was requested from the store, if the exception names it. */
  String object() {
    return causes
        .find(S3A_PATH)
        .map(path -> "s3://" + path.replaceFirst("[.,;)\\]]+$", ""))
        .orElse(step == Step.WRITING ? context.output() : context.uri());
  }

  /** Whether a query failed with an error that has a class in Spark. */
  boolean isOfQuery() {
    return causes.first(QueryError.class).isPresent() && errorClasses().findAny().isPresent();
  }

  /** Spark's error classes, the innermost first. */
  Stream<String> errorClasses() {
    List<Throwable> inside = new ArrayList<>(causes.chain());
    Collections.reverse(inside);
    return inside.stream()
        .flatMap(e -> ERROR_CLASS.matcher(Causes.message(e)).results())
        .map(found -> found.group(1));
  }

  /** The types of the exceptions, without those that only wrap others. */
  String kinds() {
    return causes.types().stream()
        .filter(type -> !PASSING_ON.contains(type))
        .collect(Collectors.joining(", "));
  }

  /** For an error with a class in Spark, that class, because the message may quote a value. */
  static String named(Throwable e) {
    Matcher known = ERROR_CLASS.matcher(firstLine(e));
    return e.getClass().getSimpleName()
        + ": "
        + (known.lookingAt() ? known.group(1) : firstLine(e));
  }

  static String firstLine(Throwable e) {
    return Causes.message(e).strip().lines().findFirst().orElse("");
  }

  static Optional<Failure> when(boolean applies, FailureReason reason, String message) {
    return applies ? failed(reason, message) : Optional.empty();
  }

  static Optional<Failure> failed(FailureReason reason, String message) {
    return Optional.of(new Failure(reason, message));
  }
}
