// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The result of training. */
public interface Trained {

  /** A description of the model, with a few hundred numbers at most. */
  ObjectNode summary();

  /** The number of iterations; empty if the algorithm has none. */
  default OptionalInt iterations() {
    return OptionalInt.empty();
  }

  /** A model that can be applied to rows. */
  interface Model extends Trained {

    /** The stages to save: the model, and stages that make its predictions easier to read. */
    List<Transformer> stages();

    /** Plans the predictions for rows, with the columns that {@link #evaluate} needs. */
    Dataset<Row> predict(Dataset<Row> rows);

    /** The quality of the predictions. */
    ObjectNode evaluate(Dataset<Row> predictions);
  }
}
