// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.runner.ml.Cache;
import dev.sparkbench.runner.ml.FeatureSpace;
import dev.sparkbench.runner.ml.Listing;
import dev.sparkbench.runner.ml.Materialized;
import dev.sparkbench.runner.ml.MlTask;
import dev.sparkbench.runner.ml.Prepared;
import dev.sparkbench.runner.ml.Recipe;
import dev.sparkbench.runner.ml.TaskInput;
import dev.sparkbench.runner.ml.Trained;
import dev.sparkbench.runner.ml.features.RowSelection;
import dev.sparkbench.runner.ml.features.RowSelection.Part;
import dev.sparkbench.runner.ml.features.Split;
import dev.sparkbench.runner.ml.features.SqlNames;
import dev.sparkbench.runner.table.TableColumn;
import dev.sparkbench.runner.work.TaskParameters;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.mllib.evaluation.RegressionMetrics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;

/** Factorizes a matrix of ratings by alternating least squares. */
final class AlsTask implements MlTask {

  private static final String USER = "user";
  private static final String ITEM = "item";
  private static final String RATING = "rating";

  @Override
  public Recipe recipe(TaskInput input) {
    return new Ratings(
        input,
        id(input, USER),
        id(input, ITEM),
        new Part(
            RATING,
            column(input, RATING, "numbers", type -> type instanceof NumericType),
            SqlNames::finite));
  }

  private static TableColumn id(TaskInput input, String parameter) {
    return column(
        input,
        parameter,
        "whole numbers and texts",
        type -> type instanceof NumericType || type instanceof StringType);
  }

  private static TableColumn column(
      TaskInput input, String parameter, String types, Predicate<DataType> takes) {
    TableColumn column = input.column(parameter);
    if (!takes.test(column.type())) {
      throw TaskInput.invalid(
          "jobConfig.parameters.als.%s names '%s' of type %s, but als takes %s: name another column"
              .formatted(parameter, column.name(), column.type().simpleString(), types));
    }
    return column;
  }

  @Override
  public Trained train(Prepared data, TaskInput input) {
    TaskParameters parameters = input.parameters();
    ALSModel model =
        new ALS()
            .setUserCol(AlsIds.column(USER, data.train()))
            .setItemCol(AlsIds.column(ITEM, data.train()))
            .setRatingCol(RATING)
            .setRank(parameters.integer("rank"))
            .setMaxIter(parameters.integer("maxIter"))
            .setRegParam(parameters.number("regParam"))
            .setImplicitPrefs(parameters.flag("implicitPrefs"))
            .setAlpha(parameters.number("alpha"))
            .setNonnegative(parameters.flag("nonnegative"))
            .setSeed(parameters.integer("seed"))
            .setNumBlocks(parameters.integer("numBlocks"))
            .fit(data.train().rows());
    ObjectNode summary = JsonNodeFactory.instance.objectNode();
    summary.put("rank", model.rank());
    summary.put("users", model.userFactors().count());
    summary.put("items", model.itemFactors().count());
    return new Fitted(
        model, summary, parameters.integer("maxIter"), parameters.flag("implicitPrefs"));
  }

  private record Ratings(TaskInput input, TableColumn user, TableColumn item, Part rating)
      implements Recipe {

    @Override
    public List<TableColumn> columns() {
      return Stream.of(user, item, rating.column()).distinct().toList();
    }

    @Override
    public Prepared prepare(Materialized loaded, Cache cache) {
      List<AlsIds> ids = List.of(AlsIds.of(USER, user, loaded), AlsIds.of(ITEM, item, loaded));
      RowSelection selection =
          new RowSelection(
              input, Stream.concat(ids.stream().map(AlsIds::part), Stream.of(rating)).toList());
      Dataset<Row> ratings = selection.complete(loaded, Split.of(input.parameters()));
      Optional<StringIndexerModel> numbers = AlsIds.numbers(ids, ratings);
      Dataset<Row> numbered = numbers.map(model -> model.transform(ratings)).orElse(ratings);
      Materialized train = cache.keep(numbered.filter(not(col(RowSelection.TEST))));
      Materialized test = cache.keep(numbered.filter(col(RowSelection.TEST)));
      if (train.count() == 0 || test.count() == 0) {
        throw TaskInput.invalid(
            "als has %d ratings to train on and %d to test on; it needs some of both: change als.testFraction, or give more ratings"
                .formatted(train.count(), test.count()));
      }
      return new Prepared(
          train,
          test,
          Stream.concat(Stream.of(selection.saved()), numbers.stream())
              .map(stage -> (Transformer) stage)
              .toList(),
          FeatureSpace.NONE,
          facts(loaded, train, test, numbers),
          cache);
    }

    private static ObjectNode facts(
        Materialized loaded,
        Materialized train,
        Materialized test,
        Optional<StringIndexerModel> numbers) {
      ObjectNode facts = RowSelection.facts(loaded.count(), train.count(), test.count());
      numbers.ifPresent(
          model -> {
            ObjectNode numbered = facts.putObject("numbered");
            for (int i = 0; i < model.getInputCols().length; i++) {
              numbered.put(model.getInputCols()[i], model.labelsArray()[i].length);
            }
          });
      return facts;
    }
  }

  private record Fitted(ALSModel model, ObjectNode summary, int rounds, boolean implicit)
      implements Trained.Model {

    @Override
    public OptionalInt iterations() {
      return OptionalInt.of(rounds);
    }

    @Override
    public List<Transformer> stages() {
      return List.of(model);
    }

    @Override
    public Dataset<Row> predict(Dataset<Row> rows) {
      return model.transform(rows).select(RATING, "prediction");
    }

    /**
     * There are no predictions for users and items without a training rating. Predictions from
     * implicit ratings are not ratings themselves, so they have no error.
     */
    @Override
    public ObjectNode evaluate(Dataset<Row> predictions) {
      Dataset<Row> known = predictions.filter(not(col("prediction").isNaN()));
      long predicted = known.count();
      ObjectNode metrics = JsonNodeFactory.instance.objectNode();
      metrics.put("predicted", predicted);
      if (predicted == 0 || implicit) {
        metrics.putNull("rmse");
        metrics.putNull("mae");
      } else {
        RegressionMetrics errors = new RegressionEvaluator().setLabelCol(RATING).getMetrics(known);
        metrics.set("rmse", Listing.number(errors.rootMeanSquaredError()));
        metrics.set("mae", Listing.number(errors.meanAbsoluteError()));
      }
      return metrics;
    }
  }
}
