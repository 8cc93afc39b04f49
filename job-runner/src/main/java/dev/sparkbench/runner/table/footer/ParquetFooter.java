// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.footer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.Footer;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/** Footers of Parquet files. */
final class ParquetFooter implements FooterFormat {

  private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";
  private static final String SPARK_VERSION = "org.apache.spark.version";

  // Hive's own marks: the name of its schemas, and since version 3.1 what calendar it wrote in.
  private static final String HIVE_SCHEMA = "hive_schema";
  private static final String HIVE_PROLEPTIC = "writer.date.proleptic";

  private static final String PANDAS = "pandas";
  private static final ObjectMapper JSON = new ObjectMapper();

  // The length of the footer, and the magic number at the end of each file.
  private static final int TAIL = 8;

  private final ParquetToSparkSchemaConverter converter;

  ParquetFooter(SQLConf conf) {
    // Names and nanoseconds are handled when all objects are known.
    converter =
        new ParquetToSparkSchemaConverter(
            conf.isParquetBinaryAsString(),
            conf.isParquetINT96AsTimestamp(),
            true,
            conf.parquetInferTimestampNTZEnabled(),
            true);
  }

  @Override
  public String name() {
    return "Parquet";
  }

  @Override
  public Sizes sizes(Path path, Configuration hadoop) throws IOException {
    HadoopInputFile file = HadoopInputFile.fromPath(path, hadoop);
    if (file.getLength() < TAIL) {
      return new Sizes(0, 0);
    }
    try (SeekableInputStream in = file.newStream()) {
      in.seek(file.getLength() - TAIL);
      int length = BytesUtils.readIntLittleEndian(in);
      if (length < 0 || length > file.getLength() - TAIL) {
        return new Sizes(0, 0);
      }
      in.seek(file.getLength() - TAIL - length);
      org.apache.parquet.format.FileMetaData footer = Util.readFileMetaData(in);
      long bytes = footer.getRow_groups().stream().mapToLong(RowGroup::getTotal_byte_size).sum();
      return new Sizes(length, bytes / Math.max(1, footer.getNum_rows()));
    } catch (IOException e) {
      // Errors are reported when all footers are read.
      return new Sizes(0, 0);
    }
  }

  @Override
  public FileColumns read(Path path, Configuration hadoop) throws IOException {
    try (ParquetFileReader reader = open(path, hadoop)) {
      FileMetaData file = reader.getFileMetaData();
      Set<String> nanoseconds = new HashSet<>();
      for (Type column : file.getSchema().getFields()) {
        if (hasNanoseconds(column)) {
          nanoseconds.add(column.getName());
        }
      }
      if (file.getKeyValueMetaData().containsKey(SPARK_SCHEMA)) {
        // Spark can read the schemas that it wrote, which have more details of types than
        // Parquet's.
        StructType schema =
            ParquetFileFormat.readSchemaFromFooter(new Footer(path, reader.getFooter()), converter);
        return new FileColumns(
            schema, new TreeMap<>(), nanoseconds, Set.of(), calendar(file, schema));
      }
      SortedMap<String, String> unreadable = new TreeMap<>();
      StructType schema = convert(file.getSchema(), unreadable);
      return new FileColumns(
          schema, unreadable, nanoseconds, emptyByPandas(file), calendar(file, schema));
    }
  }

  private static ParquetFileReader open(Path path, Configuration hadoop) throws IOException {
    ParquetReadOptions options =
        HadoopReadOptions.builder(hadoop, path)
            .withMetadataFilter(ParquetMetadataConverter.SKIP_ROW_GROUPS)
            .build();
    try {
      return ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop), options);
    } catch (IllegalStateException | NullPointerException e) {
      List<String> columns = tooNew(path, hadoop);
      if (columns.isEmpty()) {
        throw e;
      }
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "%s has columns of types that are newer than Spark's Parquet library, such as FLOAT16, so that it cannot read the object at all: %s; write these with another type, or without"
              .formatted(path, String.join(", ", columns)),
          e);
    }
  }

  private StructType convert(MessageType columns, SortedMap<String, String> unreadable) {
    StructType schema = new StructType();
    for (Type column : columns.getFields()) {
      try {
        schema =
            schema.add(converter.convert(new MessageType(columns.getName(), column)).fields()[0]);
      } catch (Exception e) {
        // Spark's exception is a checked one that Scala does not declare.
        unreadable.put(column.getName(), describe(column));
      }
    }
    return schema;
  }

  /**
   * Columns with only None: pandas writes them as numbers, with their real type in the metadata.
   */
  private static Set<String> emptyByPandas(FileMetaData file) {
    String description = file.getKeyValueMetaData().get(PANDAS);
    if (description == null) {
      return Set.of();
    }
    try {
      Set<String> empty = new HashSet<>();
      for (JsonNode column : JSON.readTree(description).path("columns")) {
        if (column.path("pandas_type").asText().equals("empty")) {
          empty.add(column.path("field_name").asText());
        }
      }
      return empty;
    } catch (JsonProcessingException e) {
      return Set.of();
    }
  }

  /**
   * The columns with types that are newer than the library, which therefore cannot read the footer.
   * Spark cannot read any column of such a file.
   */
  private static List<String> tooNew(Path path, Configuration hadoop) throws IOException {
    HadoopInputFile file = HadoopInputFile.fromPath(path, hadoop);
    try (SeekableInputStream in = file.newStream()) {
      in.seek(file.getLength() - TAIL);
      int length = BytesUtils.readIntLittleEndian(in);
      in.seek(file.getLength() - TAIL - length);
      return Util.readFileMetaData(in, true).getSchema().stream()
          .filter(column -> column.isSetLogicalType() && !column.getLogicalType().isSet())
          .map(SchemaElement::getName)
          .toList();
    }
  }

  /** Such as {@code INT64 (TIME(MICROS,true))}. */
  private static String describe(Type type) {
    String physical =
        type.isPrimitive()
            ? type.asPrimitiveType().getPrimitiveTypeName().toString()
            : "group of " + type.asGroupType().getFieldCount();
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return logical == null ? physical : "%s (%s)".formatted(physical, logical);
  }

  private static boolean hasNanoseconds(Type type) {
    return type.isPrimitive()
        ? type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
            && timestamp.getUnit() == TimeUnit.NANOS
        : type.asGroupType().getFields().stream().anyMatch(ParquetFooter::hasNanoseconds);
  }

  private static Calendar calendar(FileMetaData file, StructType schema) {
    Map<String, String> marks = file.getKeyValueMetaData();
    if (marks.containsKey(SPARK_VERSION) || !Calendar.matters(schema)) {
      return Calendar.KNOWN_TO_SPARK;
    }
    if (marks.containsKey(HIVE_PROLEPTIC)) {
      return Boolean.parseBoolean(marks.get(HIVE_PROLEPTIC)) ? Calendar.PROLEPTIC : Calendar.HYBRID;
    }
    // Spark before 2.4 did not write its version, Hive before 3.1 no mark at all.
    boolean hybrid =
        marks.containsKey(SPARK_SCHEMA) || file.getSchema().getName().equals(HIVE_SCHEMA);
    return hybrid ? Calendar.HYBRID : Calendar.PROLEPTIC;
  }
}
