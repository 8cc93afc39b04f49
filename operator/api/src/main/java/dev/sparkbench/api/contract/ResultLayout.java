package dev.sparkbench.api.contract;

/**
 * Where a benchmark's results lie in the store.
 *
 * @param output the prefix of all its documents, ending in {@code /output/}
 */
public record ResultLayout(S3Uri output) {

  /**
   * The layout of a job's results: {@code <first folder of the dataset>/result/<jobId>/output/} in
   * the dataset's bucket, or {@code <resultPath>/<jobId>/output/} where a path is given.
   *
   * @param dataset where the dataset lies
   * @param resultPath a key prefix in the dataset's bucket, or {@code s3://bucket/prefix}; null for
   *     the default
   * @param jobId names the results
   */
  public static ResultLayout of(S3Uri dataset, String resultPath, String jobId) {
    S3Uri parent;
    if (resultPath == null) {
      int slash = dataset.key().indexOf('/');
      String user = slash < 0 ? "" : dataset.key().substring(0, slash + 1);
      parent = new S3Uri(dataset.bucket(), user + "result");
    } else if (resultPath.startsWith("s3://")) {
      parent = S3Uri.parse(resultPath);
    } else {
      parent = new S3Uri(dataset.bucket(), resultPath);
    }
    return new ResultLayout(parent.resolve(jobId).resolve("output/"));
  }

  /** The outputs, timing and environment of one node count's first trial. */
  public S3Uri run(int nodes) {
    return run(nodes, 1);
  }

  /**
   * The outputs, timing and environment of one run.
   *
   * @param trial counts from 1
   */
  public S3Uri run(int nodes, int trial) {
    return output.resolve(runName(nodes) + (trial == 1 ? "" : "_trial_" + trial) + ".json");
  }

  /** The name of a node count in the results, such as {@code 4_nodes}. */
  public static String runName(int nodes) {
    return nodes + "_nodes";
  }

  /**
   * Where a model of a run is kept: {@code models/4_nodes/<task>} beside {@code 4_nodes.json}.
   *
   * @param document the run's document
   * @param task the name of the task that trained it
   */
  public static S3Uri model(S3Uri document, String task) {
    int name = document.key().lastIndexOf('/') + 1;
    String run = document.key().substring(name).replaceFirst("\\.json$", "");
    return new S3Uri(
        document.bucket(), document.key().substring(0, name) + "models/" + run + "/" + task);
  }

  /**
   * Where the log of a failed attempt is kept: {@code logs/4_nodes_attempt_1.log} beside the folder
   * of {@code 4_nodes.json}.
   *
   * @param document the run's document
   * @param attempt counts from 1
   */
  public static S3Uri log(S3Uri document, int attempt) {
    String key = document.key();
    int name = key.lastIndexOf('/') + 1;
    String run = key.substring(name).replaceFirst("\\.json$", "");
    String folder = key.substring(0, name).replaceFirst("(^|/)output/$", "$1");
    return new S3Uri(document.bucket(), "%slogs/%s_attempt_%d.log".formatted(folder, run, attempt));
  }

  /** The table of times, speedups and efficiencies. */
  public S3Uri performanceCsv() {
    return output.resolve("performance.csv");
  }

  /** The same as JSON. */
  public S3Uri performanceJson() {
    return output.resolve("performance.json");
  }

  /** The same as a page for people. */
  public S3Uri reportHtml() {
    return output.resolve("report.html");
  }

  /** The prefix of what earlier benchmarks of the same job left, ending in {@code /history/}. */
  public S3Uri history() {
    String key = output.key();
    return new S3Uri(output.bucket(), key.substring(0, key.lastIndexOf("output/")) + "history/");
  }

  /**
   * Where the document of a benchmark stays when the next one replaces {@link #performanceJson()}.
   * The keys sort by time.
   *
   * @param completedAt when it ended, in UTC: {@code 2026-01-31T12:00:00Z}
   */
  public S3Uri history(String completedAt) {
    return history().resolve(completedAt.replace("-", "").replace(":", "") + ".json");
  }
}
