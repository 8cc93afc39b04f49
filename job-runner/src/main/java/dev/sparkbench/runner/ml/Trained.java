// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What came of training. */
public interface Trained {

  /** What the model looks like, in some hundred numbers at most. */
  ObjectNode summary();

  /** How many iterations it took; empty where there are none. */
  default OptionalInt iterations() {
    return OptionalInt.empty();
  }

  /** A model that can be applied to rows. */
  interface Model extends Trained {

    /** What to save: the model, and what may make its predictions easier to read. */
    List<Transformer> stages();

    /** Plans what it says of rows: the columns that {@link #evaluate} needs. */
    Dataset<Row> predict(Dataset<Row> rows);

    /** How good the predictions are. */
    ObjectNode evaluate(Dataset<Row> predictions);
  }
}
