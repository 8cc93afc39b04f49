// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import com.univocity.parsers.csv.CsvParser;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.StoredObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * The header lines of a CSV dataset's objects. Spark itself assigns the fields of a record to
 * columns by position. Its own check of headers does not support empty or repeated names, and would
 * fail only when the object is read, during the measurement.
 */
final class CsvHeaders {

  private static final int NAMED = 3;

  /**
   * Objects that have the columns in the same order.
   *
   * @param order for each column the position of its field
   * @param objects the objects
   */
  record Alike(List<Integer> order, List<StoredObject> objects) {}

  private final SparkSession spark;
  private final ReadOptions options;
  private final DatasetObjects objects;
  private final ObjectHeads heads;
  private final Map<StoredObject, List<String>> headers = new LinkedHashMap<>();

  CsvHeaders(SparkSession spark, ReadOptions options, DatasetObjects objects) {
    this.spark = spark;
    this.options = options;
    this.objects = objects;
    this.heads = new ObjectHeads(spark, objects, options);
  }

  /** Reads the header lines, many in parallel. */
  CsvHeaders read() {
    List<StoredObject> some = objects.objects().stream().filter(o -> o.size() > 0).toList();
    List<Optional<List<String>>> read = ParallelRequests.all(some, this::header);
    for (int i = 0; i < some.size(); i++) {
      StoredObject object = some.get(i);
      read.get(i).ifPresent(header -> headers.put(object, decoded(object, header)));
    }
    return this;
  }

  private List<String> decoded(StoredObject object, List<String> header) {
    if (header.stream().anyMatch(name -> name != null && name.indexOf(StrictCharset.MARK) >= 0)) {
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "the header line of %s has bytes that are not %s: set dataset.options.encoding, such as ISO-8859-1 or windows-1252"
              .formatted(objects.sparkPath(object), options.charset()));
    }
    return header;
  }

  /** The first object's header line; empty if all objects are empty. */
  Optional<List<String>> first() {
    return headers.values().stream().findFirst();
  }

  /**
   * Sorts the objects by the order in which they have the columns.
   *
   * @param columns the columns' names
   * @throws RunFailure {@code MalformedData} with the first object that has other columns
   */
  List<Alike> sort(List<String> columns) {
    CsvInference names = options.csvInference(spark);
    Map<List<Integer>, List<StoredObject>> alike = new LinkedHashMap<>();
    List<String> reference = first().orElse(columns);
    Optional<List<Integer>> first = order(columns, reference, names);
    for (StoredObject object : objects.objects()) {
      List<String> header = headers.get(object);
      if (header == null) {
        // Such an object has no records either.
        continue;
      }
      // Empty names are compared as they are. Spark's names for them depend on their position.
      Optional<List<Integer>> order =
          first
              .flatMap(known -> CsvHeader.order(reference, header).map(at -> chained(known, at)))
              .or(() -> order(columns, header, names));
      alike
          .computeIfAbsent(
              order.orElseThrow(
                  () ->
                      otherColumns(object, first.isPresent() ? reference : columns, header, names)),
              o -> new ArrayList<>())
          .add(object);
    }
    return alike.entrySet().stream()
        .map(entry -> new Alike(entry.getKey(), List.copyOf(entry.getValue())))
        .toList();
  }

  private static Optional<List<Integer>> order(
      List<String> columns, List<String> header, CsvInference names) {
    return CsvHeader.order(columns, header)
        .or(() -> CsvHeader.order(columns, List.of(names.names(header))));
  }

  private static List<Integer> chained(List<Integer> first, List<Integer> second) {
    return first.stream().map(second::get).toList();
  }

  private RunFailure otherColumns(
      StoredObject object, List<String> columns, List<String> header, CsvInference names) {
    List<String> found =
        Stream.concat(header.stream(), Arrays.stream(names.names(header)))
            .map(name -> name == null ? "" : name.strip())
            .toList();
    List<String> missing =
        columns.stream()
            .map(column -> column == null ? "" : column.strip())
            .filter(column -> !found.contains(column))
            .toList();
    String what =
        missing.isEmpty()
            ? "has further columns or repeated names, so that their order is unclear"
            : "lacks %s%s"
                .formatted(
                    missing.stream()
                        .limit(NAMED)
                        .map(name -> "'" + name + "'")
                        .collect(Collectors.joining(", ")),
                    missing.size() > NAMED ? " and %d more".formatted(missing.size() - NAMED) : "");
    return new RunFailure(
        FailureReason.MALFORMED_DATA,
        "%s cannot be read as csv: the header line of an object has other columns than the schema. That of %s has %d fields instead of %d columns and %s. Correct the data or dataset.schema%s"
            .formatted(
                objects.uri(),
                objects.sparkPath(object),
                header.size(),
                columns.size(),
                what,
                CsvDelimiter.hint(options, spark, header)));
  }

  private Optional<List<String>> header(StoredObject object) {
    return heads.read(object, true, this::header);
  }

  private Optional<List<String>> header(InputStream in) throws IOException {
    BufferedReader text = new BufferedReader(new InputStreamReader(in, options.strictCharset()));
    skipMark(text);
    CsvParser parser = options.csvParser(spark);
    if (options.isMultiLine()) {
      parser.beginParsing(text);
      String[] fields = parser.parseNext();
      return Optional.ofNullable(fields).map(Arrays::asList);
    }
    String separator = options.lineSeparator().orElse(null);
    for (String line = line(text, separator); line != null; line = line(text, separator)) {
      if (!line.isBlank() && !isComment(line)) {
        return Optional.ofNullable(parser.parseLine(line)).map(Arrays::asList);
      }
    }
    return Optional.empty();
  }

  private boolean isComment(String line) {
    String comment = options.option("comment", "");
    return !comment.isEmpty() && line.strip().startsWith(comment);
  }

  static void skipMark(BufferedReader text) throws IOException {
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
  }

  private static String line(BufferedReader text, String separator) throws IOException {
    return separator == null ? text.readLine() : until(text, separator);
  }

  private static String until(Reader text, String separator) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = text.read(); next >= 0; next = text.read()) {
      line.append((char) next);
      if (line.lastIndexOf(separator, line.length()) >= 0
          && line.lastIndexOf(separator) == line.length() - separator.length()) {
        return line.substring(0, line.length() - separator.length());
      }
    }
    return line.length() == 0 ? null : line.toString();
  }
}
