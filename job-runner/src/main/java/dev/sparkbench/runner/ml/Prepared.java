// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.spark.ml.Transformer;

/**
 * What a model is trained on and what it then predicts, in memory.
 *
 * @param train rows to train on
 * @param test rows to predict: others where the task predicts a label, else the same
 * @param stages what makes these rows of the dataset's own columns, for saving it with the model
 * @param space what the feature vectors consist of; empty where there are none
 * @param facts what the output says of the preparation
 * @param cache for what else the task computes while it trains
 */
public record Prepared(
    Materialized train,
    Materialized test,
    List<Transformer> stages,
    FeatureSpace space,
    ObjectNode facts,
    Cache cache) {

  /** The column of feature vectors. */
  public static final String FEATURES = "features";

  /** The column of what is to be predicted, as numbers. */
  public static final String LABEL = "label";

  /** Copies the stages. */
  public Prepared {
    stages = List.copyOf(stages);
  }
}
