// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.scaling.SampleSummary;
import dev.sparkbench.api.scaling.Samples;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents of the runs, as far as they belong to the samples of a request. A report is made
 * from the samples; if a document is missing, only its explanation is missing.
 *
 * @param byNodes the documents of the trials of each node count
 * @param missing the measured node counts for which a document is missing
 */
public record RunDocuments(SortedMap<Integer, TrialDocuments> byNodes, List<Integer> missing) {

  private static final Logger LOG = LoggerFactory.getLogger(RunDocuments.class);

  /** The largest rounding error of a sample: the shortest answer has three digits. */
  private static final double LARGEST_ROUNDING = 5e-3;

  // Keeps the digits as they are written, because outputs are compared, and decimals are exact.
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /**
   * Reads the documents.
   *
   * @param read returns the text at an address; after an exception, that node count is left out
   */
  public static RunDocuments read(ReportRequest request, Function<S3Uri, String> read) {
    ResultLayout layout = new ResultLayout(S3Uri.parse(request.outputPrefix()));
    SortedMap<Integer, TrialDocuments> documents = new TreeMap<>();
    List<Integer> missing = new ArrayList<>();
    for (RunResult run : request.measured()) {
      List<List<Double>> samples = new Samples(run.samples(), run.trials()).byTrial();
      List<JsonNode> trials = new ArrayList<>();
      for (int trial = 1; trial <= run.trials(); trial++) {
        S3Uri uri = layout.run(run.nodes(), trial);
        try {
          JsonNode document = JSON.readTree(read.apply(uri));
          requireSame(request, samples.get(trial - 1), document);
          trials.add(document);
        } catch (JsonProcessingException | RuntimeException e) {
          LOG.warn(
              "{} nodes are not explained, because {} cannot be read: {}",
              run.nodes(),
              uri,
              e.toString());
        }
      }
      if (trials.size() == run.trials()) {
        documents.put(run.nodes(), new TrialDocuments(trials));
      } else {
        missing.add(run.nodes());
      }
    }
    return new RunDocuments(documents, List.copyOf(missing));
  }

  /** When the last run was measured; empty if no document says so. */
  public Optional<Instant> finishedAt() {
    return all()
        .flatMap(document -> instant(document.path("finished_at").asText()).stream())
        .max(Comparator.naturalOrder());
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The digest of the data that the runs read; empty if no document has it. */
  public Optional<String> datasetIdentity() {
    return all()
        .map(
            document ->
                // If there are several tables, the digest of all of them.
                document
                    .path("configuration")
                    .path("data.identity")
                    .asText(document.path("dataset").path("identity").asText()))
        .filter(identity -> !identity.isEmpty())
        .findFirst();
  }

  /** The names of what was computed, according to the first document; empty if there is none. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    all().findFirst().ifPresent(first -> first.path("tasks").forEach(it -> names.add(it.asText())));
    return names;
  }

  /**
   * What was measured and on which machines: from the first document, with the machines of all
   * documents. Empty if no document has it.
   */
  public Map<String, String> configuration() {
    Map<String, String> all = first();
    if (!all.isEmpty()) {
      for (String fact : List.of("cpu_model", "instance_type")) {
        String kinds = machines(fact);
        if (!kinds.isEmpty()) {
          all.put("hardware." + fact, kinds);
        }
      }
    }
    return all;
  }

  private Map<String, String> first() {
    return all().findFirst().map(RunDocuments::configuration).orElseGet(TreeMap::new);
  }

  /** What the executors of all runs report about their machines, each value once. */
  private String machines(String fact) {
    return all()
        .flatMap(
            document ->
                StreamSupport.stream(
                    document.path("executors").path("machines").spliterator(), false))
        .map(machine -> machine.path(fact).asText(""))
        .filter(text -> !text.isEmpty())
        .distinct()
        .sorted()
        .collect(Collectors.joining("; "));
  }

  /**
   * The first difference between the configuration of a run and that of the first run; empty if all
   * are the same.
   */
  public Optional<Incomparable> differentlyConfigured() {
    Map<String, String> first = first();
    return all()
        .map(RunDocuments::configuration)
        .flatMap(configuration -> difference(first, configuration).stream())
        .findFirst();
  }

  private static Optional<Incomparable> difference(
      Map<String, String> first, Map<String, String> other) {
    return first.isEmpty() && other.isEmpty()
        ? Optional.empty()
        : Incomparable.withinOne(first, other);
  }

  /** The node counts with a run whose configuration differs from that of the first run. */
  public List<Integer> otherwiseConfigured() {
    Map<String, String> first = first();
    return byNodes.entrySet().stream()
        .filter(
            entry ->
                entry.getValue().byTrial().stream()
                    .anyMatch(document -> !configuration(document).equals(first)))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What was measured and on which machines, according to a document; empty if it does not say. */
  static Map<String, String> configuration(JsonNode document) {
    Map<String, String> configuration = new TreeMap<>();
    document
        .path("configuration")
        .fields()
        .forEachRemaining(field -> configuration.put(field.getKey(), field.getValue().asText()));
    return configuration;
  }

  private Stream<JsonNode> all() {
    return byNodes.values().stream().flatMap(trials -> trials.byTrial().stream());
  }

  /**
   * Fails if the document belongs to another run: somebody may have overwritten it, or another
   * benchmark has the same name.
   */
  private static void requireSame(ReportRequest request, List<Double> samples, JsonNode document) {
    List<Double> written = TrialDocuments.samples(document);
    // Of a variant, the median of a trial is all that the operator keeps.
    // It may be that of rounded samples, which is not the rounded one.
    boolean median =
        samples.size() == 1
            && written.size() > 1
            && isNear(samples.get(0), SampleSummary.of(written).median());
    if (!document.path("job_id").asText().equals(request.jobId())
        || !(median || areSame(samples, written))) {
      throw new IllegalStateException("it is of another run");
    }
  }

  /**
   * Whether samples are the same, except that the answer may have been too short for all digits.
   */
  private static boolean areSame(List<Double> answered, List<Double> written) {
    return answered.size() == written.size()
        && IntStream.range(0, answered.size())
            .allMatch(i -> isRounded(answered.get(i), written.get(i)));
  }

  private static boolean isNear(double answered, double written) {
    return Math.abs(answered - written) <= written * LARGEST_ROUNDING;
  }

  private static boolean isRounded(double answered, double written) {
    BigDecimal rounded = BigDecimal.valueOf(answered).stripTrailingZeros();
    return isNear(answered, written)
        && BigDecimal.valueOf(written)
                .setScale(rounded.scale(), RoundingMode.HALF_EVEN)
                .compareTo(rounded)
            == 0;
  }
}
