// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import dev.sparkbench.runner.ml.Prepared;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Turns labels into numbers.
 *
 * @param target the prediction target
 * @param indexer numbers the classes in the order of their names; empty if the label is a number
 */
record Labels(Target target, Optional<StringIndexerModel> indexer) {

  /** The column with the labels as they are in the dataset. */
  static final String VALUE = "label_value";

  /** Learns the classes. Test rows with another class are left out. */
  static Labels of(Target target, Dataset<Row> train) {
    if (!(target instanceof Target.Classes)) {
      return new Labels(target, Optional.empty());
    }
    return new Labels(
        target,
        Optional.of(
            new StringIndexer()
                .setInputCol(VALUE)
                .setOutputCol(Prepared.LABEL)
                .setStringOrderType("alphabetAsc")
                .setHandleInvalid("skip")
                .fit(train)));
  }

  List<String> classes() {
    return indexer.map(model -> List.of(model.labelsArray()[0])).orElse(List.of());
  }

  /** Adds the numbers to rows that have {@link #VALUE}. */
  Dataset<Row> addTo(Dataset<Row> rows) {
    if (indexer.isPresent()) {
      return indexer.get().transform(rows);
    }
    return target.label().isPresent()
        ? rows.withColumn(Prepared.LABEL, functions.col(VALUE))
        : rows;
  }
}
