package dev.sparkbench.runner.table;

import com.univocity.parsers.csv.CsvParser;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.csv.CSVExprUtils;
import org.apache.spark.sql.catalyst.csv.CSVInferSchema;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.execution.datasources.csv.CSVUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterator;
import scala.collection.JavaConverters;

/**
 * Infers the schema of CSV in the driver, with the classes and the steps of Spark's {@code
 * read().csv(records)}. Spark takes two jobs for them, on executors that have just started, and
 * compiles code for each.
 *
 * @param options what the records look like
 * @param caseSensitive whether {@code a} and {@code A} are two columns
 */
record CsvInference(CSVOptions options, boolean caseSensitive) {

  /** The columns of the records; none if no record has any. */
  StructType infer(List<String> records) {
    CsvParser parser = new CsvParser(options.asParserSettings());
    Optional<String> first = first(records);
    Optional<String[]> fields = first.map(parser::parseLine);
    if (fields.isEmpty()) {
      return new StructType();
    }
    String[] names = CSVUtils.makeSafeHeader(fields.get(), caseSensitive, options);
    CSVInferSchema inference = new CSVInferSchema(options);
    DataType[] types = new DataType[names.length];
    Arrays.fill(types, DataTypes.NullType);
    Iterator<String> rows = rows(records, first.get());
    while (rows.hasNext()) {
      types = inference.inferRowType(types, parser.parseLine(rows.next()));
    }
    return new StructType(inference.toStructFields(types, names));
  }

  /** Spark takes the first one in SQL, where a tab is text and not white space. */
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
