// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sparkbench.runner.ml.Listing;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Output common to both kinds of clusters. */
final class Clusters {

  private Clusters() {}

  /** The number of rows of each cluster; 0 for an empty cluster. */
  static long[] sizes(Dataset<Row> predictions, int clusters) {
    long[] sizes = new long[clusters];
    for (Row row : predictions.groupBy("prediction").count().collectAsList()) {
      sizes[row.getInt(0)] = row.getLong(1);
    }
    return sizes;
  }

  static ArrayNode json(long[] sizes) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < Math.min(Listing.MAX, sizes.length); i++) {
      array.add(sizes[i]);
    }
    return array;
  }
}
