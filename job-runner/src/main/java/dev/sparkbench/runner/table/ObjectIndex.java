// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.NoopCache$;
import org.apache.spark.sql.execution.datasources.PartitionSpec;
import org.apache.spark.sql.execution.datasources.PartitioningAwareFileIndex;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.collection.mutable.LinkedHashMap;

/**
 * Tells Spark which objects a table has: exactly those that the runner has listed and that are part
 * of the dataset's identity. By itself, Spark would list them again, interpret brackets in their
 * names as patterns, and leave some out.
 */
final class ObjectIndex extends PartitioningAwareFileIndex {

  private static final long BLOCK = 128L * 1024 * 1024;

  private final List<Path> roots;
  private final LinkedHashMap<Path, FileStatus> files = new LinkedHashMap<>();

  /** Spark asks for it once for each folder, so it is made once. */
  private final scala.collection.immutable.Map<Path, FileStatus[]> folders;

  private PartitionSpec partitions;

  /**
   * Creates an index.
   *
   * @param some the objects, a part of the dataset's
   * @param types of columns that folders give values to; Spark infers other types
   */
  ObjectIndex(
      SparkSession spark, DatasetObjects objects, List<StoredObject> some, StructType types) {
    super(
        spark,
        ReadOptions.scalaMap(
            Map.of("recursiveFileLookup", String.valueOf(!objects.isPartitioned()))),
        Option.apply(partitionTypes(objects, types)),
        NoopCache$.MODULE$);
    this.roots = objects.sparkRoots().stream().map(Path::new).toList();
    Map<Path, List<FileStatus>> byFolder = new HashMap<>();
    for (StoredObject object : some) {
      Path path = new Path(objects.sparkPath(object));
      FileStatus file = new FileStatus(object.size(), false, 1, BLOCK, 0, path);
      files.put(path, file);
      byFolder.computeIfAbsent(path.getParent(), folder -> new ArrayList<>()).add(file);
    }
    Map<Path, FileStatus[]> arrays = new HashMap<>();
    byFolder.forEach((folder, in) -> arrays.put(folder, in.toArray(FileStatus[]::new)));
    this.folders = ReadOptions.scalaMap(arrays);
  }

  /** Spark reads 02139 and 1d as numbers. */
  private static StructType partitionTypes(DatasetObjects objects, StructType types) {
    StructType all = new StructType();
    for (String column : objects.partitionColumns()) {
      StructField given =
          List.of(types.fields()).stream()
              .filter(field -> field.name().equals(column))
              .findFirst()
              .orElse(null);
      if (given != null) {
        all = all.add(given);
      } else if (objects.partitionValues(column).stream().anyMatch(NumbersAsTexts::isText)) {
        all = all.add(column, DataTypes.StringType);
      }
    }
    return all.isEmpty() ? null : all;
  }

  @Override
  public Seq<Path> rootPaths() {
    return JavaConverters.asScalaBuffer(roots).toSeq();
  }

  @Override
  public PartitionSpec partitionSpec() {
    if (partitions == null) {
      partitions = inferPartitioning();
    }
    return partitions;
  }

  @Override
  public LinkedHashMap<Path, FileStatus> leafFiles() {
    return files;
  }

  @Override
  public scala.collection.immutable.Map<Path, FileStatus[]> leafDirToChildrenFiles() {
    return folders;
  }

  @Override
  public void refresh() {
    // Nothing to refresh: what is read is what was listed.
  }
}
