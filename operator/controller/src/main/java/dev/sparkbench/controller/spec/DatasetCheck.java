// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static java.util.Objects.requireNonNullElse;

import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.api.resource.DatasetSpec;
import dev.sparkbench.api.resource.DatasetSpec.Format;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checks how a dataset is read. */
final class DatasetCheck {

  private final String field;
  private final Format format;
  // Spark ignores the case of an option's name.
  private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Violations violations = new Violations();

  private DatasetCheck(String field, Format format) {
    this.field = field;
    this.format = format;
  }

  /**
   * All problems.
   *
   * @param field the dataset's field in the problems, such as {@code spec.dataset}
   */
  static List<Violation> violations(String field, Format format, DatasetSpec dataset) {
    DatasetCheck check = new DatasetCheck(field, format);
    check.options(requireNonNullElse(dataset.options(), Map.of()));
    check.encoding();
    check.badRecords(dataset.badRecords());
    check.table(dataset);
    return check.violations.toList();
  }

  private void options(Map<String, String> given) {
    for (Map.Entry<String, String> option : new TreeMap<>(given).entrySet()) {
      String name = field + ".options." + Shown.of(option.getKey());
      if (options.put(option.getKey(), option.getValue()) != null) {
        violations.add(name, "is there twice, in different cases; remove one");
      }
      ReaderOptions.problemWith(format, option.getKey(), option.getValue())
          .ifPresent(problem -> violations.add(new Violation(name, problem)));
    }
    atMostOneOf("delimiter", "sep", "is another name of");
    atMostOneOf("encoding", "charset", "is another name of");
  }

  private void atMostOneOf(String name, String other, String relation) {
    if (options.containsKey(name) && options.containsKey(other)) {
      violations.add(field + ".options." + other, "%s '%s'; remove one", relation, name);
    }
  }

  /**
   * Spark finds line ends by a single ASCII byte. For CSV it can read each object as a whole
   * instead, which the runner requests.
   */
  private void encoding() {
    String encoding = options.getOrDefault("encoding", options.get("charset"));
    if (format == Format.JSON
        && encoding != null
        && !isMultiLine()
        && !endsLinesAsAsciiDoes(encoding)) {
      violations.add(
          field + ".options.encoding",
          "'%s' has no line ends that Spark can find without reading from the beginning; convert the data to UTF-8, or add multiLine: \"true\" if each object is one JSON document",
          encoding);
    }
  }

  private void badRecords(BadRecords badRecords) {
    if (badRecords != BadRecords.Drop) {
      return;
    }
    if (!isText()) {
      violations.add(
          field + ".badRecords",
          "Drop is only for csv and json, not for %s; remove it",
          format.wireName());
    } else if (format == Format.JSON && isMultiLine()) {
      violations.add(
          field + ".badRecords",
          "Drop would drop every record of an object that has one bad record, because options.multiLine is 'true'; remove one of the two");
    }
  }

  private void table(DatasetSpec dataset) {
    if (format != Format.DELTA && format != Format.ICEBERG) {
      return;
    }
    if (dataset.schema() != null) {
      violations.add(
          field + ".schema",
          "is only for objects, not for %s: a table has its schema; remove it",
          format.wireName());
    }
    atMostOneOf("versionAsOf", "timestampAsOf", "says another version than");
    atMostOneOf("snapshot-id", "as-of-timestamp", "says another version than");
  }

  private boolean isText() {
    return format == Format.CSV || format == Format.JSON;
  }

  private boolean isMultiLine() {
    return "true".equalsIgnoreCase(options.get("multiLine"));
  }

  private static boolean endsLinesAsAsciiDoes(String encoding) {
    return Optional.of(encoding)
        .filter(ReaderOptions::isEncoding)
        .map(name -> "\n".getBytes(Charset.forName(name)))
        .map(end -> end.length == 1 && end[0] == '\n')
        // An unknown encoding is reported as such.
        .orElse(true);
  }
}
