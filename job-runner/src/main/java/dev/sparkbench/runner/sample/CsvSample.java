package dev.sparkbench.runner.sample;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.csv.CSVInferSchema;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.execution.datasources.csv.CSVUtils;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Looks at a sample of CSV data. What it cannot mean as it is to be read fails here already. */
public final class CsvSample {

  // What Spark makes of bytes that are not of the encoding.
  private static final char REPLACEMENT = '\uFFFD';

  private static final List<String> OTHER_DELIMITERS = List.of(";", "\t", "|");

  private final SampledObjects objects;
  private final CSVOptions options;
  private final boolean caseSensitive;
  private final CSVInferSchema rules;

  private String[] header;
  private String headerOf;
  private String[] names = {};
  private ColumnTypes types;
  private long records;
  private boolean foreignBytes;

  private CsvSample(SampledObjects objects, CSVOptions options, boolean caseSensitive) {
    this.objects = objects;
    this.options = options;
    this.caseSensitive = caseSensitive;
    this.rules = new CSVInferSchema(options);
  }

  /**
   * Takes a sample.
   *
   * @param caseSensitive whether columns {@code a} and {@code A} are two
   * @throws RunFailure {@code MalformedData} if the objects are no text or differ in their header
   *     lines, or if the options seem not to be those of the data
   */
  public static TextSample take(SampledObjects objects, CSVOptions options, boolean caseSensitive) {
    return new CsvSample(objects, options, caseSensitive).take();
  }

  private TextSample take() {
    List<SampleWindow> windows = objects.windows();
    boolean complete = objects.isEverything(windows);
    for (SampleWindow window : windows) {
      try (CsvRecords in = CsvRecords.open(objects, window, options)) {
        if (options.headerFlag() && window.start() == 0 && in.hasNext()) {
          compareHeader(in.next(), objects.objects().sparkPath(window.object()));
        }
        while (in.hasNext()) {
          add(in.next());
        }
        complete &= in.atEnd();
      }
    }
    return new TextSample(
        types == null ? new StructType() : types.schema(names),
        new SampleFacts(
            objects.all().size(),
            records,
            complete,
            header == null ? null : isComparable(),
            types == null ? List.of() : types.withoutValues(names),
            notes()));
  }

  private void compareHeader(String[] line, String path) {
    if (header == null) {
      header = line;
      headerOf = path;
      begin(line);
      return;
    }
    int differing = Arrays.mismatch(header, line);
    if (differing >= 0) {
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "%s does not begin with the header line of %s: %s; give all objects the same columns in the same order, or set dataset.options.header to \"false\" if they have no header lines"
              .formatted(
                  path,
                  headerOf,
                  header.length == line.length
                      ? "its column %d should be '%s'".formatted(differing + 1, header[differing])
                      : "it has %d columns, not %d".formatted(line.length, header.length)));
    }
  }

  private void begin(String[] first) {
    names = CSVUtils.makeSafeHeader(first, caseSensitive, options);
    types = new ColumnTypes(rules, names.length);
    check(first);
    requireDelimiter(first);
  }

  private void add(String[] record) {
    if (types == null) {
      begin(record);
    }
    records++;
    check(record);
    types.add(record);
  }

  private void check(String[] fields) {
    for (String field : fields) {
      if (field != null) {
        foreignBytes |= field.indexOf(REPLACEMENT) >= 0;
        requireEscape(field);
      }
    }
  }

  /** A quoted value with quotes in it that the reader does not understand keeps its quotes. */
  private void requireEscape(String field) {
    if (options.quote() == '"'
        && options.escape() == '\\'
        && !options.parameters().contains("escape")
        && field.startsWith("\"")
        && field.indexOf("\"\"", 1) > 0) {
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "%s has values with doubled quotes in them, but the escape character is a backslash: set dataset.options.escape to '\"', or to '\\' if the doubled quotes are part of the values"
              .formatted(objects.objects().uri()));
    }
  }

  private void requireDelimiter(String[] first) {
    boolean given =
        options.parameters().contains("sep") || options.parameters().contains("delimiter");
    if (given || first.length != 1 || first[0] == null) {
      return;
    }
    OTHER_DELIMITERS.stream()
        .filter(first[0]::contains)
        .findFirst()
        .ifPresent(
            delimiter -> {
              throw new RunFailure(
                  FailureReason.MALFORMED_DATA,
                  "the first line of %s has no ',' but '%s': set dataset.options.delimiter to the character between the columns"
                      .formatted(objects.objects().uri(), delimiter));
            });
  }

  private boolean isComparable() {
    return Arrays.equals(header, names);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (foreignBytes) {
      notes.add(
          "the sample has bytes that are no %s, read as '%s'; set dataset.options.encoding"
              .formatted(options.charset(), REPLACEMENT));
    }
    if (header != null && !isComparable()) {
      notes.add(
          "the header line has empty or repeated names, which Spark tells apart by their positions; header lines were compared in the sampled objects only");
    }
    valueInHeader()
        .ifPresent(
            name ->
                notes.add(
                    "a column is called '%s'; if that is a value, set dataset.options.header to \"false\""
                        .formatted(name)));
    if (types != null) {
      notes.addAll(types.mostlyNumbers(names));
    }
    return notes;
  }

  private Optional<String> valueInHeader() {
    return Stream.ofNullable(header)
        .flatMap(Arrays::stream)
        .filter(name -> name != null && !name.isEmpty())
        .filter(name -> !rules.inferField(DataTypes.NullType, name).equals(DataTypes.StringType))
        .findFirst();
  }
}
