// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The locations of a benchmark's results in the store.
 *
 * @param output the prefix of all its documents, ending in {@code /output/}
 */
public record ResultLayout(S3Uri output) {

  private static final String OUTPUT = "output/";
  private static final Pattern OF_JOB = Pattern.compile("(?<job>(.*/)?)output/(?<variant>)");
  private static final Pattern OF_VARIANT =
      Pattern.compile("(?<job>(.*/)?)output/(?<variant>[^/]+/)");

  /**
   * The layout of a job's results: {@code <resultPath>/<jobId>/output/} if a path is given.
   * Otherwise, they are in {@code <first folder of the dataset>/result/<jobId>/output/} in the
   * dataset's bucket. If that folder is a pattern, or is the dataset itself, the next run would
   * read the results, so they are in {@code result/} in the bucket.
   *
   * @param dataset the address of the dataset
   * @param resultPath a key prefix in the dataset's bucket, or {@code s3://bucket/prefix}; null for
   *     the default
   * @param jobId names the results
   */
  public static ResultLayout of(S3Uri dataset, String resultPath, String jobId) {
    if (resultPath == null) {
      int slash = dataset.key().indexOf('/');
      String folder = slash < 0 ? "" : dataset.key().substring(0, slash + 1);
      String user = isGlob(folder) ? "" : folder;
      ResultLayout beside = below(new S3Uri(dataset.bucket(), user + "result"), jobId);
      return beside.liesIn(dataset) ? below(new S3Uri(dataset.bucket(), "result"), jobId) : beside;
    }
    return below(
        resultPath.startsWith("s3://")
            ? S3Uri.parse(resultPath)
            : new S3Uri(dataset.bucket(), resultPath),
        jobId);
  }

  private static ResultLayout below(S3Uri parent, String jobId) {
    return new ResultLayout(parent.resolve(jobId).resolve(OUTPUT));
  }

  /**
   * Whether reading a dataset would also read the results.
   *
   * @param dataset an object, a prefix or a glob
   */
  public boolean liesIn(S3Uri dataset) {
    if (!dataset.bucket().equals(output.bucket())) {
      return false;
    }
    String folder = dataset.key().endsWith("/") ? dataset.key() : dataset.key() + "/";
    return output.key().startsWith(folder) || matches(dataset.key(), output.key());
  }

  private static boolean isGlob(String key) {
    return key.chars().anyMatch(c -> "{}[]*?\\".indexOf(c) >= 0);
  }

  /** Whether a glob matches a key or one of the folders above it. */
  private static boolean matches(String glob, String key) {
    if (!isGlob(glob)) {
      return false;
    }
    try {
      Pattern pattern = Pattern.compile(expression(glob) + "/.*");
      return pattern.matcher(key + "/").matches();
    } catch (PatternSyntaxException e) {
      // The runner will report that it is not a pattern.
      return false;
    }
  }

  /** The regular expression for a glob with Hadoop's meaning. */
  private static String expression(String glob) {
    StringBuilder expression = new StringBuilder();
    boolean inClass = false;
    int braces = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '\\' && i + 1 < glob.length()) {
        expression.append(Pattern.quote(String.valueOf(glob.charAt(++i))));
      } else if (inClass) {
        inClass = c != ']';
        boolean negation = c == '!' && glob.charAt(i - 1) == '[';
        expression.append(negation ? "^" : c == '&' || c == '[' ? "\\" + c : String.valueOf(c));
      } else if (c == '[') {
        inClass = true;
        expression.append(c);
      } else if (c == '{') {
        braces++;
        expression.append("(?:");
      } else if (c == '}' && braces > 0) {
        braces--;
        expression.append(')');
      } else if (c == ',' && braces > 0) {
        expression.append('|');
      } else if (c == '*' || c == '?') {
        expression.append(c == '*' ? "[^/]*" : "[^/]");
      } else {
        expression.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return expression.toString().replaceFirst("(\\\\Q/\\\\E)+$", "");
  }

  /** The documents of a variant, in a folder of its own. */
  public ResultLayout of(String variant) {
    return new ResultLayout(output.resolve(variant + "/"));
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
   * The name of a node count of a variant: {@code fat/4_nodes}.
   *
   * @param variant null without variants
   */
  public static String runName(String variant, int nodes) {
    return (variant == null ? "" : variant + "/") + runName(nodes);
  }

  /**
   * The address of a run's model: {@code models/4_nodes/<task>} in the folder of {@code
   * 4_nodes.json}.
   *
   * @param document the run's document
   * @param task the name of the task that trained it
   */
  public static S3Uri model(S3Uri document, String task) {
    return beside(document, "models/" + run(document) + "/" + task);
  }

  /**
   * The address of the log of a failed attempt: {@code logs/4_nodes_attempt_1.log}, next to the
   * folder of {@code 4_nodes.json}.
   *
   * @param document the run's document
   * @param attempt counts from 1
   */
  public static S3Uri log(S3Uri document, int attempt) {
    return outside(document, "logs", "%s_attempt_%d.log".formatted(run(document), attempt));
  }

  /**
   * The address of a run's event log from Spark: {@code eventlogs/4_nodes.zstd} in the folder of
   * {@code 4_nodes.json}.
   *
   * @param document the run's document
   */
  public static S3Uri eventLog(S3Uri document) {
    return beside(document, "eventlogs/" + run(document) + ".zstd");
  }

  /**
   * The folder that an application may write to during a run: {@code scratch/4_nodes/}, outside the
   * folder of {@code 4_nodes.json}. It is deleted at the end of the run.
   *
   * @param document the run's document
   */
  public static S3Uri scratch(S3Uri document) {
    return outside(document, "scratch", run(document) + "/");
  }

  /** The folder with the {@link #scratch(S3Uri)} of all runs: {@code scratch/}. */
  public S3Uri scratch() {
    return outside(output.resolve("document"), "scratch", "");
  }

  /** The document's name without its extension. */
  private static String run(S3Uri document) {
    String key = document.key();
    return key.substring(key.lastIndexOf('/') + 1).replaceFirst("\\.json$", "");
  }

  /** A key in the folder of the document. */
  private static S3Uri beside(S3Uri document, String key) {
    return new S3Uri(document.bucket(), folder(document) + key);
  }

  /**
   * A key in the folder that contains {@code output/}; for a variant, in a folder with its name.
   */
  private static S3Uri outside(S3Uri document, String name, String key) {
    String folder = folder(document);
    boolean ofJob = folder.equals(OUTPUT) || folder.endsWith("/" + OUTPUT);
    Matcher output = (ofJob ? OF_JOB : OF_VARIANT).matcher(folder);
    return new S3Uri(
        document.bucket(),
        output.matches()
            ? output.group("job") + name + "/" + output.group("variant") + key
            : folder + name + "/" + key);
  }

  private static String folder(S3Uri document) {
    return document.key().substring(0, document.key().lastIndexOf('/') + 1);
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

  /**
   * The prefix of the documents of earlier benchmarks of the same job, ending in {@code /history/}.
   */
  public S3Uri history() {
    String key = output.key();
    return new S3Uri(output.bucket(), key.substring(0, key.lastIndexOf(OUTPUT)) + "history/");
  }

  /**
   * The address of the copy of a benchmark's document that is kept when the next benchmark replaces
   * {@link #performanceJson()}. The keys sort by time.
   *
   * @param completedAt when it ended, in UTC: {@code 2026-01-31T12:00:00Z}
   */
  public S3Uri history(String completedAt) {
    return history().resolve(completedAt.replace("-", "").replace(":", "") + ".json");
  }
}
