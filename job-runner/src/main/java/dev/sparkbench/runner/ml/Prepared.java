// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.spark.ml.Transformer;

/**
 * The input of a model for training and for prediction, in memory.
 *
 * @param train the rows for training
 * @param test the rows for prediction: other rows if the task predicts a label, otherwise the same
 *     rows
 * @param stages the stages that compute these rows from the dataset's own columns; they are saved
 *     with the model
 * @param space the meaning of the feature vectors; empty if there are none
 * @param facts the output's facts about the preparation
 * @param cache for other results that the task computes during training
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

  /** The column to predict, as numbers. */
  public static final String LABEL = "label";

  /** Copies the stages. */
  public Prepared {
    stages = List.copyOf(stages);
  }
}
