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

/** What the manifest says to Spark by name and Spark cannot use. */
final class SettingFailures {

  /** The shortest value of a setting that is looked for in a message. */
  private static final int TELLING = 3;

  private SettingFailures() {}

  /**
   * A setting of the manifest's that Spark or Hadoop cannot use. They do not always name it, but
   * then they quote its value. In exceptions of tasks that value may be one of the data's.
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
                                Case.named(one.causes().innermost()))));
  }

  /** Whether a message has this as a word of its own. */
  private static boolean names(Case one, String text) {
    return one.causes()
        .says(Pattern.compile("(?<![\\w.])" + Pattern.quote(text) + "(?![\\w]|\\.\\w)"));
  }
}
