// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

import static dev.sparkbench.api.catalogue.ParameterDeclaration.choice;
import static dev.sparkbench.api.catalogue.ParameterDeclaration.number;
import static dev.sparkbench.api.catalogue.ParameterDeclaration.whole;

import dev.sparkbench.api.catalogue.ParameterDeclaration.Column;
import dev.sparkbench.api.catalogue.ParameterDeclaration.Flag;
import dev.sparkbench.api.catalogue.ParameterDeclaration.Text;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tasks of {@link JobType#ML}. Parameters have the same names as in Spark ML. Iterative tasks
 * run {@code maxIter} iterations, because the work must be the same with any number of nodes. They
 * end earlier only if another iteration could change nothing.
 */
final class MlTasks {

  private static final ParameterDeclaration SEED =
      whole("seed", "Where pseudo-random numbers start.", 42, 0, Integer.MAX_VALUE);

  private static final ParameterDeclaration SAVE_MODEL =
      new Flag(
          "saveModel",
          "Whether to keep the model, below models/ in the folder of the outputs.",
          false);

  private static final ParameterDeclaration TEST_FRACTION =
      number(
          "testFraction",
          "Share of the rows that is not trained on but predicted, to see how well.",
          "0.2",
          "0.01",
          "0.9");

  private static final ParameterDeclaration NULLS =
      choice(
          "nulls",
          "What to do when a feature has no value (null, NaN or infinite): skip the row, take the column's mean (for a text: a category of its own), or fail. Rows without a label are always skipped, or fail.",
          "skip",
          "mean",
          "fail");

  private static final ParameterDeclaration NULLS_OF_ROWS =
      choice(
          "nulls", "What to do with rows that lack a value: skip them, or fail.", "skip", "fail");

  private static final ParameterDeclaration MAX_CATEGORIES =
      whole(
          "maxCategories",
          "Largest number of distinct values of a text to be a feature; others are left out unless dataset.features names them.",
          32,
          2,
          1_000);

  private static final ParameterDeclaration SCALE =
      new Flag("scale", "Whether to divide each feature by its standard deviation.", true);

  private static final ParameterDeclaration MODE =
      choice(
          "mode",
          "Whether to predict classes or numbers; auto: numbers if the label is one.",
          "auto",
          "classification",
          "regression");

  private static final ParameterDeclaration REGULARIZATION =
      number("regParam", "Weight of the penalty on large coefficients.", "0", "0", "1000000");

  private static final ParameterDeclaration ELASTIC_NET =
      number("elasticNetParam", "Kind of that penalty, from L2 (0) to L1 (1).", "0", "0", "1");

  private static final ParameterDeclaration MAX_DEPTH =
      whole("maxDepth", "Depth of a tree.", 5, 1, 30);

  private static final ParameterDeclaration MAX_BINS =
      whole(
          "maxBins",
          "Number of ranges that values of a feature are put into; at least maxCategories are taken.",
          32,
          2,
          1_000);

  private static final ParameterDeclaration SUBSAMPLING =
      number("subsamplingRate", "Share of the rows that each tree sees.", "1", "0.01", "1");

  /**
   * The number of partitions for tasks whose work depends on it. It does not depend on the node
   * count, so that the work is the same. Spark's ALS uses this number for its blocks.
   */
  private static final int PARTITIONS = 10;

  static final List<TaskDeclaration> ALL =
      List.of(
          clustering(
              "kmeans",
              "Clusters by k-means: centres and sizes, within-cluster sum of squares, silhouette.",
              clusters(8, 1_000),
              iterations(20),
              SCALE),
          clustering(
              "gaussian_mixture",
              "Clusters by a mixture of Gaussians: weights and means, log-likelihood.",
              clusters(4, 100),
              iterations(20),
              SCALE),
          supervised(
              "linear_regression",
              "Predicts a number by a linear model: coefficients, RMSE, MAE and R².",
              iterations(20),
              REGULARIZATION,
              ELASTIC_NET,
              choice(
                  "solver",
                  "Iterations over the data, or one pass and the normal equations (then maxIter has no meaning).",
                  "l-bfgs",
                  "normal")),
          supervised(
              "logistic_regression",
              "Predicts one of two or more classes by a linear model: coefficients, accuracy, F1, area under the ROC curve, confusion matrix.",
              iterations(20),
              REGULARIZATION,
              ELASTIC_NET),
          supervised(
              "linear_svc",
              "Predicts one of two classes by a linear support vector machine: coefficients, accuracy, F1, area under the ROC curve, confusion matrix.",
              iterations(20),
              REGULARIZATION),
          supervised(
              "naive_bayes",
              "Predicts one of two or more classes by naive Bayes: class shares, accuracy, F1, confusion matrix.",
              choice(
                  "modelType",
                  "How features are distributed; all but gaussian need features that are not negative, bernoulli only 0 and 1.",
                  "gaussian",
                  "multinomial",
                  "complement",
                  "bernoulli"),
              number("smoothing", "Counts added to each; not for gaussian.", "1", "0", "1000")),
          supervised(
              "decision_tree",
              "Predicts a class or a number by a decision tree: depth, nodes, importance of the features, and how well.",
              MODE,
              MAX_DEPTH,
              MAX_BINS),
          supervised(
              "random_forest",
              "Predicts a class or a number by the vote of many trees, each grown on a sample: size of the trees, importance of the features, and how well.",
              whole("numTrees", "Number of trees.", 20, 1, 1_000),
              MODE,
              MAX_DEPTH,
              MAX_BINS,
              SUBSAMPLING),
          supervised(
              "gradient_boosted_trees",
              "Predicts one of two classes or a number by trees that each correct those before: size of the trees, importance of the features, and how well.",
              // The deepest lineage that fitted on the stack in tests (see entrypoint.sh).
              whole("maxIter", "Number of iterations, each of which grows a tree.", 20, 1, 200),
              number("stepSize", "How much each tree corrects.", "0.1", "0.001", "1"),
              MODE,
              MAX_DEPTH,
              MAX_BINS,
              SUBSAMPLING),
          task(
              "pca",
              "Principal components: their weights and the share of the variance that they explain.",
              false,
              whole("k", "Number of components.", 3, 1, 1_000),
              SCALE,
              NULLS,
              MAX_CATEGORIES,
              SAVE_MODEL),
          task(
              "als",
              "Factorises a matrix of ratings by alternating least squares: RMSE and MAE of ratings left out.",
              false,
              new Column(
                  "user",
                  "Column with the users, as whole numbers or texts; those that are not of 32 bits are numbered, up to a million.",
                  "user"),
              new Column("item", "Column with the items, likewise.", "item"),
              new Column("rating", "Column with the ratings, as numbers.", "rating"),
              whole("rank", "Number of factors.", 10, 1, 500),
              // Each iteration makes the lineage deeper, which must fit on the stack (see
              // entrypoint.sh).
              whole("maxIter", "Number of iterations.", 10, 1, 50),
              number("regParam", "Weight of the penalty on large factors.", "0.1", "0", "1000000"),
              new Flag(
                  "implicitPrefs",
                  "Whether ratings count how often something happened instead of how much it was liked.",
                  false),
              number("alpha", "Confidence that one such event adds.", "1", "0", "1000000"),
              new Flag("nonnegative", "Whether factors must not be negative.", false),
              whole(
                  "numBlocks",
                  "Number of blocks that users and items are put into. So many tasks can compute at once, and the work grows with it.",
                  PARTITIONS,
                  1,
                  10_000),
              NULLS_OF_ROWS,
              TEST_FRACTION,
              SEED,
              SAVE_MODEL),
          task(
              "fpgrowth",
              "Frequent itemsets of baskets and the rules that follow from them.",
              false,
              new Column(
                  "items",
                  "Column with the items: lists, or texts in which they are separated, or with basket one item per row.",
                  "items"),
              new Column(
                  "basket",
                  "Column whose value says to which basket a row belongs. Default: each row is a basket.",
                  ""),
              new Text("separator", "What separates the items of a text.", " ", 16),
              number(
                  "minSupport",
                  "Share of the baskets that must contain a set.",
                  "0.1",
                  "0.0001",
                  "1"),
              number(
                  "minConfidence",
                  "Share of the baskets with a rule's left side that must have its right side.",
                  "0.5",
                  "0",
                  "1"),
              whole(
                  "numPartitions",
                  "Number of groups that the frequent items are put into. So many tasks can compute at once, and the work grows with it: each basket is copied to the groups of all its items.",
                  PARTITIONS,
                  1,
                  10_000),
              NULLS_OF_ROWS,
              SAVE_MODEL),
          task(
              "lda",
              "Topics of texts by latent Dirichlet allocation: their terms, log-likelihood, perplexity.",
              false,
              new Column(
                  "text", "Column with the documents: texts, or lists of their terms.", "text"),
              whole("k", "Number of topics.", 10, 2, 1_000),
              whole("maxIter", "Number of iterations; with em at most 50.", 20, 1, 1_000),
              whole("vocabSize", "Number of terms, the most frequent ones.", 10_000, 1, 1_000_000),
              choice("optimizer", "How to fit.", "online", "em"),
              whole(
                  "numPartitions",
                  "With em, number of parts that the documents are put into. So many tasks can compute at once, and the work grows with it: the topics of each term are sent to all parts that have it.",
                  PARTITIONS,
                  1,
                  10_000),
              number(
                  "subsamplingRate",
                  "Share of the documents that each iteration of online sees.",
                  "0.2",
                  "0.001",
                  "1"),
              NULLS_OF_ROWS,
              SEED,
              SAVE_MODEL),
          task(
              "correlation",
              "Correlation of each pair of numeric features.",
              false,
              choice("method", "Of values, or of ranks.", "pearson", "spearman"),
              NULLS));

  private MlTasks() {}

  private static ParameterDeclaration clusters(int number, int max) {
    return whole("k", "Number of clusters.", number, 2, max);
  }

  private static ParameterDeclaration iterations(int number) {
    return whole("maxIter", "Number of iterations.", number, 1, 1_000);
  }

  private static TaskDeclaration clustering(
      String name, String summary, ParameterDeclaration... own) {
    return task(name, summary, false, with(own, NULLS, MAX_CATEGORIES, SEED, SAVE_MODEL));
  }

  private static TaskDeclaration supervised(
      String name, String summary, ParameterDeclaration... own) {
    return task(
        name, summary, true, with(own, NULLS, MAX_CATEGORIES, TEST_FRACTION, SEED, SAVE_MODEL));
  }

  private static ParameterDeclaration[] with(
      ParameterDeclaration[] own, ParameterDeclaration... more) {
    return Stream.concat(Stream.of(own), Stream.of(more)).toArray(ParameterDeclaration[]::new);
  }

  private static TaskDeclaration task(
      String name, String summary, boolean needsLabel, ParameterDeclaration... parameters) {
    // The splits decide which rows are for testing, and where algorithms start.
    return new TaskDeclaration(name, JobType.ML, summary, List.of(parameters), needsLabel, true);
  }
}
