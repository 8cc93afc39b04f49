// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.explain.History;
import dev.sparkbench.runner.explain.RunDocuments;
import dev.sparkbench.runner.failure.Failures;
import dev.sparkbench.runner.failure.Step;
import dev.sparkbench.runner.result.PerformanceReport;
import dev.sparkbench.runner.result.ReportPage;
import dev.sparkbench.runner.result.VariantsReport;
import dev.sparkbench.runner.secret.Secrets;
import dev.sparkbench.runner.storage.ObjectStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code report}: writes the documents that compare the runs of a benchmark. */
final class Report {

  private static final Logger LOG = LoggerFactory.getLogger(Report.class);

  private static final String JSON = "application/json";

  private static final History NOT_COMPARED =
      History.unknown("the report of all variants does that, for the reference");

  private final ReportRequest request;
  private final ObjectStore store;
  private final ResultLayout layout;

  private Report(ReportRequest request, ObjectStore store) {
    this.request = request;
    this.store = store;
    this.layout = new ResultLayout(S3Uri.parse(request.outputPrefix()));
  }

  /** Writes the documents; any failure is in the result. */
  static ReportResult execute(ReportRequest request) {
    try (ObjectStore store = ObjectStore.open(request.storage())) {
      return new Report(request, store).write();
    } catch (Throwable e) { // an OutOfMemoryError has to be reported as well
      Failure failure =
          new Failures(request.outputPrefix(), "a result", request.storage())
              .of(e, Step.WRITING, () -> false);
      LOG.error("the report failed: {}", failure.message(), e);
      return ReportResult.failed(failure);
    }
  }

  /** The answer if nothing was written. */
  static ReportResult failed(Failure failure) {
    Secrets secrets = Secrets.of(Map.of(), System.getenv());
    return ReportResult.failed(
        new Failure(failure.reason(), secrets.removedFrom(failure.message())));
  }

  private ReportResult write() {
    return request.variants().isEmpty()
        ? write(request, RunDocuments.read(request, store::read), Optional.empty())
        : writeVariants();
  }

  /** Writes the documents of each variant. Those of the reference also compare all variants. */
  private ReportResult writeVariants() {
    Map<String, PerformanceReport> reports = new LinkedHashMap<>();
    for (ReportRequest.Variant variant : request.variants()) {
      ReportRequest alone = request.of(variant);
      PerformanceReport report =
          new PerformanceReport(
              alone, RunDocuments.read(alone, store::read), Optional.of(NOT_COMPARED));
      put(alone.layout(), report.csv(), report.json(), ReportPage.of(alone, report));
      reports.put(variant.name(), report);
    }
    ReportRequest.Variant reference = request.variants().get(0);
    return write(
        request.of(reference),
        reports.get(reference.name()).documents(),
        Optional.of(new VariantsReport(request, reports)));
  }

  private ReportResult write(
      ReportRequest alone, RunDocuments documents, Optional<VariantsReport> variants) {
    Optional<S3Uri> own = documents.finishedAt().map(Instant::toString).map(layout::history);
    PerformanceReport report =
        new PerformanceReport(
            alone,
            documents,
            own.map(uri -> earlier(uri, alone, documents))
                .orElseGet(() -> Optional.of(History.unknown("no run left its document"))),
            variants);
    String json = report.json();
    put(layout, report.csv(), json, ReportPage.of(alone, report));
    own.ifPresent(uri -> store.put(uri, JSON, json));
    LOG.info("wrote {} and the other documents", layout.performanceCsv());
    deleteLeftovers();
    return new ReportResult(
        Contract.VERSION,
        layout.performanceCsv().toString(),
        layout.performanceJson().toString(),
        layout.reportHtml().toString(),
        report.disagreeing(),
        report.regression(),
        report.remarks(),
        null,
        variants.map(VariantsReport::differing).orElse(Map.of()),
        variants.map(VariantsReport::outputsUnknown).orElse(false));
  }

  private void put(ResultLayout place, String csv, String json, String page) {
    store.put(place.performanceCsv(), "text/csv; charset=utf-8", csv);
    store.put(place.performanceJson(), JSON, json);
    store.put(place.reportHtml(), "text/html; charset=utf-8", page);
  }

  /** Deletes what killed runs left in the store. If that fails, the report is still valid. */
  private void deleteLeftovers() {
    try {
      Families.of(request.workload()).deleteLeftovers(request.workload(), layout, store);
    } catch (RuntimeException e) {
      LOG.warn("files of killed runs could not be deleted from the store: {}", e.toString());
    }
  }

  /** The comparison with the last benchmark. The report is valid without it. */
  private Optional<History> earlier(S3Uri own, ReportRequest alone, RunDocuments documents) {
    try {
      List<String> keys =
          store.list(own.bucket(), layout.history().key()).stream()
              .map(object -> object.key())
              .filter(key -> key.compareTo(own.key()) < 0)
              .sorted()
              .toList();
      List<String> earlier =
          keys.stream()
              .skip(Math.max(0, keys.size() - History.LENGTH))
              .map(key -> store.read(new S3Uri(own.bucket(), key)))
              .toList();
      return History.compare(earlier, alone.measured(), documents.configuration());
    } catch (RuntimeException e) {
      LOG.warn("no comparison with the last benchmark: {}", e.toString());
      return Optional.of(History.unknown("earlier results cannot be read"));
    }
  }
}
