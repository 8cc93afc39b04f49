// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import com.univocity.parsers.csv.CsvParser;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.csv.CSVExprUtils;
import org.apache.spark.sql.catalyst.csv.CSVInferSchema;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.execution.datasources.csv.CSVUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterator;
import scala.collection.JavaConverters;

/**
 * Infers the schema of CSV in the driver, with the classes and the steps of Spark's {@code
 * read().csv(records)}. Spark would run two jobs for it, on executors that have just started, and
 * compile code for each.
 *
 * <p>In two things it differs from Spark on purpose. Columns are found by their names in each
 * object. And values such as {@code 02139} or {@code 1d} make their column text, see {@link
 * NumbersAsTexts}.
 *
 * @param options the format of the records
 * @param caseSensitive whether {@code a} and {@code A} are two columns
 */
record CsvInference(CSVOptions options, boolean caseSensitive) {

  /**
   * The columns of CSV.
   *
   * @param schema their names and types
   * @param commaNumbers those whose texts are {@link CommaNumbers}
   */
  record Columns(StructType schema, List<String> commaNumbers) {}

  /** The columns of one object's records; none if there is no record. */
  StructType infer(List<String> records) {
    return inferAll(List.of(records)).schema();
  }

  /**
   * The columns of the records of several objects.
   *
   * @param objects each object's first records, with a header line if the options have one
   */
  Columns inferAll(List<List<String>> objects) {
    Optional<List<String>> header =
        objects.stream().flatMap(records -> fields(records).stream()).findFirst();
    if (header.isEmpty()) {
      return new Columns(new StructType(), List.of());
    }
    Types types = new Types(header.get().size());
    for (List<String> records : objects) {
      first(records).ifPresent(first -> types.add(records, first, header.get()));
    }
    String[] names = names(header.get());
    return new Columns(types.schema(names), types.commaNumbers(names));
  }

  /** The names of the columns under which Spark reads them. */
  String[] names(List<String> header) {
    return CSVUtils.makeSafeHeader(header.toArray(String[]::new), caseSensitive, options);
  }

  /** The fields of the first record, which is the header line if there are headers. */
  Optional<List<String>> fields(List<String> records) {
    CsvParser parser = new CsvParser(options.asParserSettings());
    return first(records).map(parser::parseLine).map(Arrays::asList);
  }

  /** The types of the columns, according to the records so far. */
  private final class Types {

    private final CsvParser parser = new CsvParser(options.asParserSettings());
    private final CSVInferSchema inference = new CSVInferSchema(options);
    private final boolean[] texts;
    private final List<CommaNumbers> commas;
    private DataType[] types;

    Types(int columns) {
      texts = new boolean[columns];
      commas = Stream.generate(CommaNumbers::new).limit(columns).toList();
      types = new DataType[columns];
      Arrays.fill(types, DataTypes.NullType);
    }

    void add(List<String> records, String first, List<String> header) {
      List<Integer> order =
          options.headerFlag()
              ? CsvHeader.order(header, Arrays.asList(parser.parseLine(first))).orElse(List.of())
              : List.of();
      boolean reordered = !order.equals(CsvHeader.asTheyAre(order.size()));
      Iterator<String> rows = rows(records, first);
      while (rows.hasNext()) {
        String[] fields = parser.parseLine(rows.next());
        add(reordered && fields != null ? ordered(fields, order) : fields);
      }
    }

    private void add(String[] fields) {
      types = inference.inferRowType(types, fields);
      for (int i = 0; fields != null && i < Math.min(fields.length, types.length); i++) {
        commas.get(i).add(fields[i]);
        if (!texts[i] && types[i] instanceof NumericType && fields[i] != null) {
          texts[i] = NumbersAsTexts.isText(fields[i]);
        }
      }
    }

    private String[] ordered(String[] fields, List<Integer> order) {
      return order.stream()
          .map(position -> position < fields.length ? fields[position] : null)
          .toArray(String[]::new);
    }

    List<String> commaNumbers(String[] names) {
      return IntStream.range(0, types.length)
          // With the option locale, Spark may read them as numbers.
          .filter(i -> commas.get(i).areAll() && types[i] instanceof StringType)
          .mapToObj(i -> names[i])
          .toList();
    }

    StructType schema(String[] names) {
      for (int i = 0; i < types.length; i++) {
        if (texts[i]) {
          types[i] = DataTypes.StringType;
        }
      }
      return new StructType(inference.toStructFields(types, names));
    }
  }

  /** Which types Spark tries first, as in SQL, where a tab is text and not white space. */
  private Optional<String> first(List<String> records) {
    String comment = String.valueOf(options.comment());
    return records.stream()
        .filter(record -> record.chars().anyMatch(character -> character != ' '))
        .filter(record -> !(options.isCommentSet() && record.startsWith(comment)))
        .findFirst();
  }

  private Iterator<String> rows(List<String> records, String first) {
    Iterator<String> all = JavaConverters.asScalaIterator(records.iterator());
    return CSVUtils.filterHeaderLine(
        CSVExprUtils.filterCommentAndEmpty(all, options), first, options);
  }
}
