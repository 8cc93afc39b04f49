package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.scaling.Change;
import dev.sparkbench.api.scaling.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a benchmark compares with the last one of the same job.
 *
 * @param completedAt when that one ended, as its document says
 * @param incomparable why the times say nothing about each other; empty if they do
 * @param changes by nodes, of those that both measured; none where they are incomparable
 */
public record History(
    String completedAt, Optional<String> incomparable, SortedMap<Integer, Change> changes) {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Compares.
   *
   * @param earlier the {@code performance.json} of the last benchmark
   * @param datasetIdentity the identity of the data of this one
   * @return empty if the text is no such document
   */
  public static Optional<History> compare(
      String earlier, ReportRequest request, String datasetIdentity) {
    JsonNode document;
    try {
      document = JSON.readTree(earlier);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    String completedAt = document.path("completed_at").asText();
    if (completedAt.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> incomparable = incomparable(document, request, datasetIdentity);
    return Optional.of(
        new History(
            completedAt,
            incomparable,
            incomparable.isPresent() ? new TreeMap<>() : changes(document, request.measured())));
  }

  private static Optional<String> incomparable(
      JsonNode document, ReportRequest request, String datasetIdentity) {
    if (!document.path("dataset_identity").asText().equals(datasetIdentity)) {
      return Optional.of("the dataset is another");
    }
    boolean sameWork =
        document.path("type").asText().equals(request.workload().type().wireName())
            && document.path("tasks").equals(JSON.valueToTree(request.workload().tasks()))
            && document
                .path("parameters")
                .equals(JSON.valueToTree(request.workload().parameters()));
    return sameWork ? Optional.empty() : Optional.of("the tasks or their parameters are others");
  }

  private static SortedMap<Integer, Change> changes(JsonNode document, List<RunResult> runs) {
    SortedMap<Integer, Change> changes = new TreeMap<>();
    for (JsonNode run : document.path("runs")) {
      List<Double> before = new ArrayList<>();
      run.path("samples_sec").forEach(sample -> before.add(sample.asDouble()));
      // A node count that was given up may have samples of some trials, but has no time.
      boolean measured = !before.isEmpty() && !run.path("time_sec").isNull();
      runs.stream()
          .filter(now -> measured && now.nodes() == run.path("nodes").asInt())
          .forEach(
              now ->
                  changes.put(
                      now.nodes(),
                      Change.of(
                          new Samples(before, run.path("trials").asInt(1)).summary(),
                          new Samples(now.samples(), now.trials()).summary())));
    }
    return changes;
  }
}
