// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.Causes;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.table.BadRecordCounts.ColumnCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The bad records of a text format.
 *
 * @param uri the dataset
 * @param options how it is read
 * @param sample the sample from which types were inferred; empty if they were given
 * @param policy the policy for bad records
 * @param records counts them
 * @param counted the numbers counted by an earlier run
 * @param unseen texts that are read as numbers; empty if an earlier run has searched for them, or
 *     if there cannot be any
 */
record TextRecords(
    String uri,
    ReadOptions options,
    Optional<Sample> sample,
    BadRecords policy,
    CheckedRecords records,
    Optional<BadRecordCounts> counted,
    Optional<UnseenTexts> unseen) {

  /** The largest number of columns in a message. */
  private static final int NAMED = 5;

  /** The explanation of a failure, if it was caused by a bad record of this dataset. */
  Optional<RunFailure> explain(Exception e) {
    return Causes.of(e).says(Pattern.compile(Pattern.quote(CheckedRecords.FOUND + uri) + "(\\s|$)"))
        ? Optional.of(new RunFailure(FailureReason.MALFORMED_DATA, message(records.count()), e))
        : Optional.empty();
  }

  /**
   * The bad records that were left out; none with the policy Fail.
   *
   * @throws RunFailure {@code MalformedData} if texts were read as numbers
   */
  BadRecordCounts bad() {
    unseen.ifPresent(UnseenTexts::requireNone);
    return policy == BadRecords.Drop
        ? counted.filter(earlier -> earlier.policy() == policy).orElseGet(records::count)
        : BadRecordCounts.none(policy);
  }

  private String message(BadRecordCounts counts) {
    List<String> problems = new ArrayList<>();
    counts.columns().stream().limit(NAMED).map(this::problem).forEach(problems::add);
    int more = Math.max(0, counts.columns().size() - NAMED) + counts.columnsLeftOut();
    if (more > 0) {
      problems.add("so have %d other columns".formatted(more));
    }
    if (counts.malformed() > 0) {
      problems.add(malformed(counts.malformed()));
    }
    if (problems.isEmpty()) {
      problems.add("values inside of nested columns are of another type");
    }
    return "%s cannot be read as %s: %s. Correct the data%s, or set dataset.badRecords to Drop"
        .formatted(
            uri,
            options.format(),
            String.join("; ", problems),
            counts.columns().isEmpty() ? "" : remedy());
  }

  private String remedy() {
    return sample.isPresent() ? " or give its types in dataset.schema" : " or dataset.schema";
  }

  private String problem(ColumnCount column) {
    if (column.type().equals("STRING")) {
      return "column '%s' has %s with bytes that are not %s%s (set dataset.options.encoding if that is not the data's)"
          .formatted(
              column.name(),
              number(column.values(), "value"),
              options.charset(),
              options.isCsv() && !options.marksStrictly()
                  ? ", or with U+FFFD, which stands for such,"
                  : "");
    }
    return "column '%s' has %s that %s no %s, its type %s%s"
        .formatted(
            column.name(),
            number(column.values(), "value"),
            column.values() == 1 ? "is" : "are",
            column.type(),
            sample
                .map(facts -> "by a sample of " + number(facts.records(), "record"))
                .orElse("in dataset.schema"),
            column.type().startsWith("DECIMAL") && options.isCsv() && !options.saysLocale()
                ? " (if they have commas, set dataset.options.locale, such as de-DE)"
                : "");
  }

  private String malformed(long count) {
    String found =
        options.isCsv()
            ? "it has %s with other than %s"
                .formatted(number(count, "record"), number(records.width(), "field"))
            : "it has %s that cannot be read as a JSON object".formatted(number(count, "record"));
    return options.isMultiLine()
        ? found
        : "%s (if %s extend over several lines, set dataset.options.multiLine to \"true\")"
            .formatted(found, options.isCsv() ? "quoted values" : "objects");
  }

  private static String number(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
