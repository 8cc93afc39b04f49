// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The placeholders in an application's arguments. They look like those in the arguments of a
 * container: {@code $(dataset)}; {@code $$} is a dollar sign.
 */
final class Placeholders {

  /** The address of the dataset. */
  static final String DATASET = "dataset";

  /** The address of a folder that is new for each call. */
  static final String SCRATCH = "scratch";

  /** The number of executors. */
  static final String NODES = "nodes";

  /** A number of partitions that suits all node counts. */
  static final String PARTITIONS = "partitions";

  /** The beginning of the placeholder of a further table; the table's name follows. */
  private static final String TABLE = "table.";

  private static final Set<String> ALWAYS = Set.of(DATASET, SCRATCH, NODES, PARTITIONS);

  private static final Pattern FORM = Pattern.compile("\\$(?:\\$|\\(([^()]*)\\))");

  private Placeholders() {}

  /** The address of a further table. */
  static String table(String name) {
    return TABLE + name;
  }

  /**
   * Checks that all placeholders are known.
   *
   * @param tables the names of the further tables
   * @throws RunFailure {@code InvalidConfiguration} for an unknown one
   */
  static void require(List<String> arguments, List<String> tables) {
    Set<String> all = new TreeSet<>(ALWAYS);
    tables.forEach(name -> all.add(table(name)));
    for (int i = 0; i < arguments.size(); i++) {
      Matcher found = FORM.matcher(arguments.get(i));
      while (found.find()) {
        String name = found.group(1);
        if (name != null && !all.contains(name)) {
          throw new RunFailure(
              FailureReason.INVALID_CONFIGURATION,
              "jobConfig.application.arguments[%d] has the placeholder $(%s), which there is not: there are %s; for a dollar sign write $$"
                  .formatted(
                      i, name, String.join(", ", all.stream().map("$(%s)"::formatted).toList())));
        }
      }
    }
  }

  /** Whether an argument has a placeholder. */
  static boolean uses(List<String> arguments, String name) {
    return arguments.stream()
        .anyMatch(
            argument -> FORM.matcher(argument).results().anyMatch(r -> name.equals(r.group(1))));
  }

  /** The arguments with the placeholders replaced by values. */
  static String[] fill(List<String> arguments, Map<String, String> values) {
    return arguments.stream()
        .map(
            argument ->
                FORM.matcher(argument)
                    .replaceAll(
                        found ->
                            Matcher.quoteReplacement(
                                found.group(1) == null ? "$" : values.get(found.group(1)))))
        .toArray(String[]::new);
  }
}
