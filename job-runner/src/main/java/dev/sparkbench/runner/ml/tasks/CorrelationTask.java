// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.ml.Listing;
import dev.sparkbench.runner.ml.MlTask;
import dev.sparkbench.runner.ml.Prepared;
import dev.sparkbench.runner.ml.Recipe;
import dev.sparkbench.runner.ml.TaskInput;
import dev.sparkbench.runner.ml.Trained;
import dev.sparkbench.runner.ml.features.FeatureKind;
import dev.sparkbench.runner.ml.features.FeatureRecipe;
import java.util.List;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.stat.Correlation;

/** Correlations of numbers. A feature that is the same in every row has the correlation NaN. */
final class CorrelationTask implements MlTask {

  // Limits the size of the output.
  private static final int MAX_FEATURES = Listing.MAX;

  @Override
  public Recipe recipe(TaskInput input) {
    return FeatureRecipe.unsupervised(input, FeatureKind.NUMBERS.atMost(MAX_FEATURES));
  }

  @Override
  public Trained train(Prepared data, TaskInput input) {
    Matrix matrix =
        Correlation.corr(data.train().rows(), Prepared.FEATURES, input.parameters().text("method"))
            .first()
            .getAs(0);
    List<String> names = data.space().names();
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < names.size(); i++) {
      double[] row = new double[names.size()];
      for (int j = 0; j < row.length; j++) {
        row[j] = matrix.apply(i, j);
      }
      summary.set(names.get(i), Listing.numbers(names, row));
    }
    return () -> summary;
  }
}
