// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.clustering.LDA;
import org.apache.spark.ml.clustering.LDAModel;
import org.apache.spark.ml.feature.CountVectorizerModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StringType;

/** Topics of documents by latent Dirichlet allocation. */
final class LdaTask implements MlTask {

  private static final String TEXT = "text";
  private static final int TERMS_LISTED = 10;

  // Its lineage must fit on the stack (see entrypoint.sh): 100 iterations were too many.
  private static final int MAX_EM_ITERATIONS = 50;

  @Override
  public Recipe recipe(TaskInput input) {
    int iterations = input.parameters().integer("maxIter");
    if (input.parameters().text("optimizer").equals("em") && iterations > MAX_EM_ITERATIONS) {
      throw TaskInput.invalid(
          "lda.maxIter is %d, but with lda.optimizer em it can be %d at most: lower it, or use online"
              .formatted(iterations, MAX_EM_ITERATIONS));
    }
    TableColumn text = input.column(TEXT);
    return new Documents(
        input, new RowSelection(input, List.of(new Part(TEXT, text, terms(text)))));
  }

  /**
   * The terms of a document. The terms of a text are its runs of letters and digits, in lower case.
   */
  private static UnaryOperator<String> terms(TableColumn column) {
    if (column.type() instanceof ArrayType) {
      return "transform(filter(%s, t -> t IS NOT NULL), t -> CAST(t AS STRING))"::formatted;
    }
    if (column.type() instanceof StringType) {
      String separators = SqlNames.literal("[^\\p{L}\\p{N}]+");
      return value -> "filter(split(lower(%s), %s), t -> t <> '')".formatted(value, separators);
    }
    throw TaskInput.invalid(
        "jobConfig.parameters.lda.text names '%s' of type %s; documents are texts or lists: name another column"
            .formatted(column.name(), column.type().simpleString()));
  }

  @Override
  public Trained train(Prepared data, TaskInput input) {
    TaskParameters parameters = input.parameters();
    LDAModel model =
        new LDA()
            .setK(parameters.integer("k"))
            .setMaxIter(parameters.integer("maxIter"))
            .setOptimizer(parameters.text("optimizer"))
            .setSubsamplingRate(parameters.number("subsamplingRate"))
            .setSeed(parameters.integer("seed"))
            .fit(data.train().rows());
    return new Fitted(model, data.space().names(), parameters.integer("maxIter"));
  }

  private record Documents(TaskInput input, RowSelection selection) implements Recipe {

    @Override
    public List<TableColumn> columns() {
      return selection.columns();
    }

    @Override
    public Prepared prepare(Materialized loaded, Cache cache) {
      Dataset<Row> documents = parts(selection.complete(loaded, Split.NONE));
      String[] vocabulary = vocabulary(documents, input.parameters().integer("vocabSize"));
      if (vocabulary.length == 0) {
        throw TaskInput.invalid(
            "the documents in column '%s' have no terms: name another one in jobConfig.parameters.lda.text"
                .formatted(selection.columns().get(0).name()));
      }
      CountVectorizerModel counts =
          new CountVectorizerModel(vocabulary).setInputCol(TEXT).setOutputCol(Prepared.FEATURES);
      Materialized kept = cache.keep(counts.transform(documents).select(Prepared.FEATURES));
      ObjectNode facts = RowSelection.facts(loaded.count(), kept.count(), 0);
      facts.put("terms", vocabulary.length);
      return new Prepared(
          kept,
          kept,
          List.of(selection.saved(), counts),
          FeatureSpace.unscaled(List.of(vocabulary)),
          facts,
          cache);
    }

    /**
     * Expectation maximisation sends the topics of each term to all partitions that have the term,
     * so the number of partitions changes the amount of work. Partitions are sorted, because random
     * numbers are drawn in the order of their rows.
     */
    private Dataset<Row> parts(Dataset<Row> documents) {
      return input.parameters().text("optimizer").equals("em")
          ? documents
              .repartition(input.parameters().integer("numPartitions"))
              .sortWithinPartitions(TEXT)
          : documents;
    }

    /**
     * The most frequent terms. Spark's CountVectorizer orders equally frequent terms by which
     * executor answers first, and the topics would depend on that.
     */
    private static String[] vocabulary(Dataset<Row> documents, int size) {
      return documents
          .select(explode(col(TEXT)).as("term"))
          .groupBy("term")
          .agg(count(lit(1)).as("n"))
          .orderBy(col("n").desc(), col("term"))
          .limit(size)
          .select("term")
          .collectAsList()
          .stream()
          .map(row -> row.getString(0))
          .toArray(String[]::new);
    }
  }

  private record Fitted(LDAModel model, List<String> vocabulary, int rounds)
      implements Trained.Model {

    @Override
    public OptionalInt iterations() {
      return OptionalInt.of(rounds);
    }

    @Override
    public ObjectNode summary() {
      ObjectNode summary = JsonNodeFactory.instance.objectNode();
      ArrayNode topics = summary.putArray("topics");
      List<Row> described =
          model.describeTopics(TERMS_LISTED).orderBy("topic").limit(Listing.MAX).collectAsList();
      for (Row topic : described) {
        ObjectNode terms = topics.addObject();
        List<Integer> indices = topic.getList(1);
        List<Double> weights = topic.getList(2);
        for (int i = 0; i < indices.size(); i++) {
          terms.set(vocabulary.get(indices.get(i)), Listing.number(weights.get(i)));
        }
      }
      return summary;
    }

    @Override
    public List<Transformer> stages() {
      return List.of(model);
    }

    @Override
    public Dataset<Row> predict(Dataset<Row> rows) {
      return model.transform(rows).select(Prepared.FEATURES, "topicDistribution");
    }

    /** A lower bound of the log-likelihood, and an upper bound of the perplexity. */
    @Override
    public ObjectNode evaluate(Dataset<Row> predictions) {
      ObjectNode metrics = JsonNodeFactory.instance.objectNode();
      metrics.set("log_likelihood", Listing.number(model.logLikelihood(predictions)));
      metrics.set("log_perplexity", Listing.number(model.logPerplexity(predictions)));
      return metrics;
    }
  }
}
