package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.sample.SampleFacts;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.StoredObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The schemas that Parquet and ORC objects carry. Spark takes one object's for all of them: columns
 * that another lacks are read as nulls, and those that only others have are not read.
 */
final class FileSchemas {

  /** How many objects are compared at most. */
  private static final int COMPARED = 16;

  private final SparkSession spark;
  private final ReadOptions options;
  private final DatasetObjects objects;

  FileSchemas(SparkSession spark, ReadOptions options, DatasetObjects objects) {
    this.spark = spark;
    this.options = options;
    this.objects = objects;
  }

  /** The schema of the first object that is not empty. */
  StructType first() {
    return of(objects.spread(COMPARED).get(0));
  }

  /**
   * Compares the columns of some objects with those of the first.
   *
   * @param first the schema of the first
   * @param of the columns to compare; empty for all
   * @throws RunFailure {@code MalformedData} if they differ
   */
  SampleFacts compare(StructType first, Optional<StructType> of) {
    List<StoredObject> some = objects.spread(COMPARED);
    for (StoredObject object : some.subList(1, some.size())) {
      difference(columns(first, of), columns(of(object), of))
          .ifPresent(
              difference -> {
                throw new RunFailure(
                    FailureReason.MALFORMED_DATA,
                    "objects of %s have different columns: %s %s that %s has; give them the same columns, name in dataset.schema those that all have, or set dataset.options.mergeSchema to \"true\" to read as null what an object lacks"
                        .formatted(
                            objects.uri(),
                            objects.sparkPath(object),
                            difference,
                            objects.sparkPath(some.get(0))));
              });
    }
    return new SampleFacts(
        some.size(),
        0,
        some.size() == objects.objects().stream().filter(o -> o.size() > 0).count(),
        null,
        List.of(),
        List.of());
  }

  private static Optional<String> difference(
      Map<String, DataType> first, Map<String, DataType> other) {
    for (Map.Entry<String, DataType> column : first.entrySet()) {
      DataType type = other.get(column.getKey());
      if (type == null) {
        return Optional.of("lacks '%s'".formatted(column.getKey()));
      }
      if (!type.sql().equals(column.getValue().sql())) {
        return Optional.of(
            "has '%s' as %s instead of the %s"
                .formatted(column.getKey(), type.sql(), column.getValue().sql()));
      }
    }
    return other.keySet().stream()
        .filter(name -> !first.containsKey(name))
        .findFirst()
        .map(name -> "has '%s' besides the columns".formatted(name));
  }

  private static Map<String, DataType> columns(StructType schema, Optional<StructType> of) {
    Map<String, DataType> columns = new LinkedHashMap<>();
    for (StructField field : schema.fields()) {
      if (of.isEmpty() || List.of(of.get().fieldNames()).contains(field.name())) {
        columns.put(field.name(), field.dataType());
      }
    }
    return columns;
  }

  private StructType of(StoredObject object) {
    // The characters of a pattern are part of this name.
    String path = objects.sparkPath(object).replaceAll("([{}\\[\\]*?\\\\])", "\\\\$1");
    return options.reader(spark).load(path).schema();
  }
}
