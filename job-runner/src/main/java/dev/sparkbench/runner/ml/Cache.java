// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.collection.JavaConverters;

/**
 * The results that a task keeps in the executors' memory (or on their disks, if they do not fit)
 * from one phase to the next. When the cache is closed, nothing is left that could save work the
 * next time.
 */
public final class Cache implements AutoCloseable {

  private final SparkSession spark;
  private final Set<Object> before;
  private final List<Dataset<Row>> kept = new ArrayList<>();

  /** Starts with the data that Spark has cached already, which stays untouched. */
  public Cache(SparkSession spark) {
    this.spark = spark;
    this.before = Set.copyOf(persistent().keySet());
  }

  /** Computes rows and keeps them. */
  public Materialized keep(Dataset<Row> rows) {
    Dataset<Row> persisted = rows.persist();
    kept.add(persisted);
    return new Materialized(persisted, persisted.count());
  }

  /** Drops rows that are no longer needed. */
  public void release(Materialized materialized) {
    materialized.rows().unpersist(true);
    kept.remove(materialized.rows());
  }

  @Override
  public void close() {
    kept.forEach(rows -> rows.unpersist(true));
    kept.clear();
    // Some algorithms keep parts of their models there, such as the factors of ALS.
    persistent()
        .forEach(
            (id, rdd) -> {
              if (!before.contains(id)) {
                rdd.unpersist(true);
              }
            });
  }

  private java.util.Map<Object, RDD<?>> persistent() {
    return JavaConverters.mapAsJavaMap(spark.sparkContext().getPersistentRDDs());
  }
}
