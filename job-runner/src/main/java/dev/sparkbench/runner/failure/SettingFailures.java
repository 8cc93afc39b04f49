// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import java.time.DateTimeException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.SparkIllegalArgumentException;

/** Failures because Spark cannot use a setting of the manifest. */
final class SettingFailures {

  /** Shorter values of settings are not searched for in messages. */
  private static final int TELLING = 3;

  private SettingFailures() {}

  /**
   * Finds a setting of the manifest that Spark or Hadoop cannot use. Their messages do not always
   * name it, but then quote its value. Messages of tasks are not searched, because a value there
   * may come from the data.
   */
  static Optional<Failure> of(Case one) {
    boolean early = one.step() != Step.COMPUTING && one.step() != Step.WRITING && !one.isOfTask();
    boolean aboutSettings =
        one.causes().first(IllegalArgumentException.class).isPresent()
            || one.causes().first(DateTimeException.class).isPresent()
            || one.causes().first(NoSuchElementException.class).isPresent()
            || one.causes().first(ArithmeticException.class).isPresent()
            || early;
    if (!aboutSettings || one.isOfTask() || one.isOfQuery()) {
      return Optional.empty();
    }
    return new TreeMap<>(one.context().settings())
        .entrySet().stream()
            .filter(
                entry ->
                    names(one, entry.getKey())
                        || early
                            && entry.getValue().length() >= TELLING
                            && names(one, entry.getValue()))
            .findFirst()
            .map(Map.Entry::getKey)
            .map(
                name ->
                    new Failure(
                        FailureReason.INVALID_CONFIGURATION,
                        "%s cannot be used as it is: %s"
                            .formatted(
                                name.startsWith("spark.")
                                    ? "sparkConf '" + name + "'"
                                    : "dataset.options '" + name + "'",
                                Case.named(one.causes().innermost()))))
            .or(() -> notStarted(one));
  }

  /**
   * A setting that Spark refuses while it starts. Everything that it looks at then is a setting, so
   * the message quotes no data. Wrong arguments of other classes than Spark's may have other
   * reasons.
   */
  private static Optional<Failure> notStarted(Case one) {
    return one.step() != Step.STARTING
        ? Optional.empty()
        : one.causes()
            .first(SparkIllegalArgumentException.class)
            .map(
                e ->
                    new Failure(
                        FailureReason.INVALID_CONFIGURATION,
                        remedy(String.valueOf(e.getErrorClass()))
                            + ": "
                            + Case.firstLine(e).replaceFirst("^\\[[A-Z0-9_.]+] ", "")));
  }

  private static String remedy(String errorClass) {
    return switch (errorClass) {
      case "INVALID_EXECUTOR_MEMORY" -> "executor.memory is too little for Spark; give more";
      case "INVALID_DRIVER_MEMORY" -> "driver.memory is too little for Spark; give more";
      default -> "Spark cannot start with these settings; correct them";
    };
  }

  /** Whether a message has this text as a whole word. */
  private static boolean names(Case one, String text) {
    return one.causes()
        .says(Pattern.compile("(?<![\\w.])" + Pattern.quote(text) + "(?![\\w]|\\.\\w)"));
  }
}
