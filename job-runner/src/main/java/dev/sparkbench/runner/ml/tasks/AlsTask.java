package dev.sparkbench.runner.ml.tasks;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
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
import dev.sparkbench.runner.tasks.TaskParameters;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.mllib.evaluation.RegressionMetrics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;

/** Factors of a matrix of ratings by alternating least squares. */
final class AlsTask implements MlTask {

  private static final String USER = "user";
  private static final String ITEM = "item";
  private static final String RATING = "rating";

  @Override
  public String name() {
    return "als";
  }

  @Override
  public Recipe recipe(TaskInput input) {
    return new Ratings(
        input,
        new RowSelection(
            input,
            List.of(
                new Part(USER, number(input, USER), Ratings::id),
                new Part(ITEM, number(input, ITEM), Ratings::id),
                new Part(RATING, number(input, RATING), SqlNames::finite))));
  }

  private static TableColumn number(TaskInput input, String parameter) {
    TableColumn column = input.column(parameter);
    if (!(column.type() instanceof NumericType)) {
      throw TaskInput.invalid(
          "jobConfig.parameters.als.%s names '%s' of type %s, but als takes numbers: name another column"
              .formatted(parameter, column.name(), column.type().simpleString()));
    }
    return column;
  }

  @Override
  public Trained train(Prepared data, TaskInput input) {
    TaskParameters parameters = input.parameters();
    ALSModel model =
        new ALS()
            .setUserCol(USER)
            .setItemCol(ITEM)
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

  private record Ratings(TaskInput input, RowSelection selection) implements Recipe {

    /** Spark's identifiers are whole numbers of 32 bits. */
    private static String id(String value) {
      return "CASE WHEN %1$s = floor(%1$s) AND %1$s BETWEEN -2147483648 AND 2147483647 THEN CAST(%1$s AS INT) END"
          .formatted(value);
    }

    @Override
    public List<TableColumn> columns() {
      return selection.columns();
    }

    @Override
    public Prepared prepare(Materialized loaded, Cache cache) {
      checkId(loaded, selection.parts().get(0));
      checkId(loaded, selection.parts().get(1));
      Dataset<Row> ratings = selection.complete(loaded, Split.of(input.parameters()));
      Materialized train = cache.keep(ratings.filter(not(col(RowSelection.TEST))));
      Materialized test = cache.keep(ratings.filter(col(RowSelection.TEST)));
      if (train.count() == 0 || test.count() == 0) {
        throw TaskInput.invalid(
            "als has %d ratings to train on and %d to test on; it needs some of both: change als.testFraction, or give more ratings"
                .formatted(train.count(), test.count()));
      }
      return new Prepared(
          train,
          test,
          List.of(selection.saved()),
          FeatureSpace.NONE,
          RowSelection.facts(loaded.count(), train.count(), test.count()),
          cache);
    }

    private static void checkId(Materialized loaded, Part part) {
      String value = part.column().alias();
      long unfit =
          loaded
              .rows()
              .filter(col(value).isNotNull().and(expr(id(value)).isNull()))
              .agg(count(lit(1)))
              .first()
              .getLong(0);
      if (unfit > 0) {
        throw TaskInput.invalid(
            "jobConfig.parameters.als.%s names '%s', which in %d rows is no whole number from -2147483648 to 2147483647: name another column"
                .formatted(part.name(), part.column().name(), unfit));
      }
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
     * Of users or items that no rating to train on is about, nothing can be predicted. Predictions
     * from implicit ratings are no ratings, so there is no error to speak of.
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
