// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.TimeSpent;
import dev.sparkbench.runner.explain.RunDocuments;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page for people: one file that loads nothing else. Its script draws its data, which are
 * {@code performance.json} and parts of the runs' documents.
 */
public final class ReportPage {

  private static final String FOLDER = "/report/";

  /** The version of the dependency. */
  private static final String CHARTS =
      "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";

  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  /** A profile of a wide table is large, and would make the page slow. */
  static final int MAX_OUTPUT_LENGTH = 400_000;

  private static final List<String> SHOWN =
      List.of("dataset", "executors", "metrics", "pins", "environment", "partitions");

  private ReportPage() {}

  /** The page of a report. */
  public static String of(ReportRequest request, PerformanceReport report) {
    return of(request.jobId() + ": scaling", data(request, report, report.documents()));
  }

  /** A page that shows the given data. */
  static String of(String title, JsonNode data) {
    return fill(
        resource(FOLDER + "report.html"),
        Map.of(
            "title", text(title),
            "css", resource(FOLDER + "report.css"),
            "data", script(data),
            "charts", resource(CHARTS),
            "js", resource(FOLDER + "report.js")));
  }

  private static JsonNode data(
      ReportRequest request, PerformanceReport report, RunDocuments documents) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.set("performance", Documents.parse(report.json()));
    data.put("verdict", report.advice());
    ArrayNode remarks = data.putArray("remarks");
    report
        .notes()
        .forEach(
            note -> remarks.addObject().put("text", note.text()).put("warning", note.warning()));
    data.put("spent", request.spent().flatMap(TimeSpent::sentence).orElse(null));
    data.put("logs", logs(request));
    ObjectNode runs = data.putObject("runs");
    documents
        .byNodes()
        .forEach(
            (nodes, trials) -> {
              ObjectNode run = runs.putObject(String.valueOf(nodes));
              run.put("trial", trials.shownTrial());
              SHOWN.forEach(name -> run.set(name, trials.shown().path(name)));
              ArrayNode iterations = run.putArray("iterations");
              trials
                  .byTrial()
                  .forEach(trial -> iterations.add(trial.path("metrics").path("iterations")));
            });
    data.set("passes", passes(documents));
    String outputs = outputs(documents);
    data.put("outputs", outputs.substring(0, Math.min(outputs.length(), MAX_OUTPUT_LENGTH)));
    data.put("outputs_cut", outputs.length() > MAX_OUTPUT_LENGTH);
    return data;
  }

  /** The folder with the logs. */
  private static String logs(ReportRequest request) {
    ResultLayout layout = new ResultLayout(S3Uri.parse(request.outputPrefix()));
    return ResultLayout.log(layout.run(1), 1).toString().replaceFirst("[^/]*$", "");
  }

  /** The outputs of the baseline's first run; those of all other runs are compared with them. */
  private static String outputs(RunDocuments documents) {
    return documents.byNodes().values().stream()
        .map(trials -> trials.first().path("outputs").toPrettyString())
        .findFirst()
        .orElse("");
  }

  /** Warm-ups and samples of all trials, in their order, by nodes. */
  private static ObjectNode passes(RunDocuments documents) {
    ObjectNode passes = JsonNodeFactory.instance.objectNode();
    documents
        .byNodes()
        .forEach(
            (nodes, trials) -> {
              ArrayNode byTrial = passes.putArray(String.valueOf(nodes));
              for (JsonNode trial : trials.byTrial()) {
                JsonNode timing = trial.path("timing");
                ObjectNode one = byTrial.addObject();
                one.set("warmups", array(timing.path("warmups_sec")));
                one.set("samples", array(timing.path("samples_sec")));
                if (timing.path("warm").isBoolean()) {
                  one.set("warm", timing.path("warm"));
                }
              }
            });
    return passes;
  }

  private static JsonNode array(JsonNode list) {
    return list.isArray() ? list : JsonNodeFactory.instance.arrayNode();
  }

  /** JSON that cannot end the script element, whatever its texts contain. */
  private static String script(JsonNode data) {
    return data.toString().replace("<", "\\u003c").replace("\u2028", "\\u2028");
  }

  private static String text(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static String fill(String template, Map<String, String> values) {
    return PLACE
        .matcher(template)
        .replaceAll(place -> Matcher.quoteReplacement(values.get(place.group(1))));
  }

  private static String resource(String path) {
    try (InputStream in = ReportPage.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }
}
