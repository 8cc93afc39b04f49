// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.SparkThrowableHelper;
import org.apache.spark.sql.AnalysisException;

/** Failures because data is missing, incomplete, in another format, or does not fit its schema. */
final class DataFailures {

  private static final Set<String> UNDECOMPRESSED = Set.of("DamagedObjectException");

  private static final Set<String> UNREADABLE =
      Set.of(
          "BadRecordException",
          "CharConversionException",
          "FileFormatException",
          "JsonParseException",
          "MalformedInputException",
          "ParquetDecodingException",
          "SchemaColumnConvertNotSupportedException",
          "TextParsingException",
          "ZipException");

  private static final Pattern UNREADABLE_TEXT =
      Pattern.compile(
          "Malformed records are detected|CSV header does not conform to the schema"
              + "|is not a Parquet file|Could not read footer|Malformed ORC file"
              + "|Conflicting (?:directory structures|partition column names)"
              + "|Unable to infer schema|COLUMN_ALREADY_EXISTS|Unexpected end of input stream"
              + "|Encountered error while reading file|FAILED_READ_FILE");

  // Such a frame shows that the exception occurred while reading, not in what is done with the
  // rows.
  private static final Pattern READING =
      Pattern.compile("at org\\.apache\\.spark\\.sql\\.execution\\.datasources\\.FileScanRDD\\$");

  private static final Pattern HEADER = Pattern.compile("CSV header does not conform");

  private static final Pattern FOLDERS = Pattern.compile("Conflicting (?:directory|partition)");

  private static final Pattern FILE =
      Pattern.compile("(?:reading|for|in|decompress) file:? ?(s3a://\\S+?)[.,;]?(?:\\s|$)");

  private static final Pattern COLUMN_TYPE =
      Pattern.compile("Column: \\[(.+?)], Expected: (.+?), Found: ([\\w(), ]+)");

  private static final Pattern ANCIENT =
      Pattern.compile("\"?(spark\\.sql\\.\\w+\\.(?:int96|datetime)RebaseModeInRead)");

  private DataFailures() {}

  static Optional<Failure> of(Case one) {
    return notFound(one)
        .or(() -> ancientTimes(one))
        .or(() -> undecompressed(one))
        .or(() -> unreadable(one))
        .or(() -> unusable(one));
  }

  private static Optional<Failure> notFound(Case one) {
    return Case.when(
        one.causes().chain().stream()
            .anyMatch(
                e -> e instanceof SparkThrowable s && "PATH_NOT_FOUND".equals(s.getErrorClass())),
        FailureReason.DATASET_NOT_FOUND,
        "nothing to read at %s: check s3Path".formatted(one.context().uri()));
  }

  private static Optional<Failure> ancientTimes(Case one) {
    if (!one.causes().hasType(Set.of("SparkUpgradeException"))) {
      return Optional.empty();
    }
    return Case.failed(
        FailureReason.MALFORMED_DATA,
        "%s has dates before 1582-10-15 or times before 1900%s, and does not say by which calendar: set sparkConf '%s' to CORRECTED where another program than Spark 2, Hive or Impala wrote it, else to LEGACY"
            .formatted(
                one.context().uri(),
                one.causes().find(FILE).map(file -> " (" + file + ")").orElse(""),
                one.causes()
                    .find(ANCIENT)
                    .orElse(
                        "spark.sql.%s.datetimeRebaseModeInRead"
                            .formatted(one.context().format()))));
  }

  private static Optional<Failure> undecompressed(Case one) {
    return Case.when(
        one.causes().hasType(UNDECOMPRESSED),
        FailureReason.MALFORMED_DATA,
        "%s cannot be decompressed as its name says: it is damaged, cut off, or compressed in another way; compress and upload it anew"
            .formatted(one.causes().find(FILE).orElse("an object of " + one.context().uri())));
  }

  private static Optional<Failure> unreadable(Case one) {
    // What a query does with values, such as a division by zero, is not a failure of the data.
    boolean data = !one.isOfQuery() && one.errorClasses().anyMatch(DataFailures::isDataException);
    boolean reading = one.isOfTask() && one.causes().says(READING);
    if (!one.causes().hasType(UNREADABLE)
        && !one.causes().says(UNREADABLE_TEXT)
        && !data
        && !reading) {
      return Optional.empty();
    }
    return Case.failed(
        FailureReason.MALFORMED_DATA,
        "%s cannot be read as %s: %s%s; correct the data, or dataset.format, schema or options"
            .formatted(
                one.context().uri(),
                one.context().format(),
                what(one),
                one.causes().find(FILE).map(file -> " (" + file + ")").orElse("")));
  }

  private static String what(Case one) {
    if (one.causes().says(HEADER)) {
      return "the header line of an object has other columns than the schema";
    }
    if (one.causes().says(FOLDERS)) {
      return "its folders of the form column=value differ in their columns or lie at several depths";
    }
    return one.causes().chain().stream()
        .map(e -> COLUMN_TYPE.matcher(Causes.message(e)))
        .filter(Matcher::find)
        .map(
            type ->
                "column '%s' is %s in an object, and %s in the schema"
                    .formatted(type.group(1), type.group(3).strip(), type.group(2).strip()))
        .findFirst()
        .orElse("some of it does not fit the format or the schema");
  }

  /** Class 22 of the SQL states: values that do not fit an operation. */
  private static boolean isDataException(String errorClass) {
    String state = SparkThrowableHelper.getSqlState(errorClass);
    return state != null && state.startsWith("22");
  }

  /** When a dataset is opened, every error of Spark's analysis is about the manifest. */
  private static Optional<Failure> unusable(Case one) {
    return one.step() == Step.OPENING
        ? one.causes()
            .first(AnalysisException.class)
            .map(
                e ->
                    new Failure(
                        FailureReason.MALFORMED_DATA,
                        "%s cannot be read as %s: %s; correct dataset.schema, format or options"
                            .formatted(one.context().uri(), one.context().format(), plain(e))))
        : Optional.empty();
  }

  /**
   * The message without the error class at its beginning, the SQL state at its end, and a full
   * stop.
   */
  private static String plain(Throwable e) {
    return Case.firstLine(e)
        .replaceFirst("^\\[[A-Z0-9_.]+] ", "")
        .replaceFirst(" SQLSTATE: \\w+$", "")
        .replaceFirst("[.:;]$", "");
  }
}
