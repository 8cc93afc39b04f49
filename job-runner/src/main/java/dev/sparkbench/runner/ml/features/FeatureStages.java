// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import dev.sparkbench.runner.ml.FeatureSpace;
import dev.sparkbench.runner.ml.Prepared;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.feature.VectorAssembler;

/**
 * The stages of Spark ML that turn columns into one vector. Missing numbers are filled in, and
 * categories are numbered by frequency. For algorithms that calculate with categories, each
 * category except the last becomes an entry of 0 or 1; the last one follows from the others. Then
 * all entries are put into one vector and scaled.
 *
 * @param columns the columns of the vector
 * @param nulls the policy for missing values
 * @param oneHot whether categories become entries of 0 or 1; otherwise their number is the feature
 * @param scaled whether each feature is divided by its standard deviation
 */
record FeatureStages(
    List<FeatureColumn> columns, NullPolicy nulls, boolean oneHot, boolean scaled) {

  private static final String UNSCALED = "unscaled";

  List<PipelineStage> unfitted() {
    List<PipelineStage> stages = new ArrayList<>();
    String[] numbers = aliases(false);
    if (fills() && numbers.length > 0) {
      stages.add(new Imputer().setInputCols(numbers).setOutputCols(suffixed(numbers, "_filled")));
    }
    String[] texts = aliases(true);
    if (texts.length > 0) {
      String[] indices = suffixed(texts, "_index");
      stages.add(
          new StringIndexer()
              .setInputCols(texts)
              .setOutputCols(indices)
              // A category that no training row has cannot be encoded.
              .setHandleInvalid(fills() ? "keep" : "skip"));
      if (oneHot) {
        stages.add(
            new OneHotEncoder().setInputCols(indices).setOutputCols(suffixed(texts, "_vector")));
      }
    }
    stages.add(
        new VectorAssembler()
            .setInputCols(columns.stream().map(this::assembled).toArray(String[]::new))
            .setOutputCol(scaled ? UNSCALED : Prepared.FEATURES)
            .setHandleInvalid(fills() ? "error" : "skip"));
    if (scaled) {
      stages.add(new StandardScaler().setInputCol(UNSCALED).setOutputCol(Prepared.FEATURES));
    }
    return stages;
  }

  /** The meaning of the vectors of the fitted stages. */
  FeatureSpace space(PipelineModel fitted, List<String> classes) {
    Map<String, List<String>> categories = categories(fitted);
    List<String> names = new ArrayList<>();
    for (FeatureColumn column : columns) {
      List<String> values = categories.getOrDefault(column.alias(), List.of());
      if (!column.categorical() || !oneHot) {
        names.add(column.name());
      } else {
        // If there is a category for missing values, it is the last one.
        values.subList(0, values.size() - (fills() ? 0 : 1)).stream()
            .map(value -> column.name() + "=" + value)
            .forEach(names::add);
      }
    }
    int most = categories.values().stream().mapToInt(List::size).max().orElse(0);
    return new FeatureSpace(
        names,
        units(fitted, names.size()),
        constants(fitted, names.size()),
        classes,
        oneHot ? 0 : most + (fills() ? 1 : 0));
  }

  private static Map<String, List<String>> categories(PipelineModel fitted) {
    Map<String, List<String>> categories = new HashMap<>();
    for (Transformer stage : fitted.stages()) {
      if (stage instanceof StringIndexerModel indexer) {
        String[] columns = indexer.getInputCols();
        for (int i = 0; i < columns.length; i++) {
          categories.put(columns[i], List.of(indexer.labelsArray()[i]));
        }
      }
    }
    return categories;
  }

  private static List<Double> units(PipelineModel fitted, int size) {
    return scaler(fitted)
        .map(scaler -> Arrays.stream(scaler.std().toArray()).boxed().toList())
        .orElse(Collections.nCopies(size, 1.0));
  }

  private static List<Double> constants(PipelineModel fitted, int size) {
    return scaler(fitted)
        .map(
            scaler ->
                IntStream.range(0, size)
                    .mapToObj(i -> scaler.std().apply(i) == 0 ? scaler.mean().apply(i) : 0.0)
                    .toList())
        .orElse(Collections.nCopies(size, 0.0));
  }

  private static Optional<StandardScalerModel> scaler(PipelineModel fitted) {
    return fitted.stages()[fitted.stages().length - 1] instanceof StandardScalerModel scaler
        ? Optional.of(scaler)
        : Optional.empty();
  }

  private boolean fills() {
    return nulls == NullPolicy.MEAN;
  }

  private String[] aliases(boolean categorical) {
    return columns.stream()
        .filter(column -> column.categorical() == categorical)
        .map(FeatureColumn::alias)
        .toArray(String[]::new);
  }

  private static String[] suffixed(String[] names, String suffix) {
    return Arrays.stream(names).map(name -> name + suffix).toArray(String[]::new);
  }

  private String assembled(FeatureColumn column) {
    if (column.categorical()) {
      return column.alias() + (oneHot ? "_vector" : "_index");
    }
    return column.alias() + (fills() ? "_filled" : "");
  }
}
