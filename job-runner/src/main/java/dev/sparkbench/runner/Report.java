package dev.sparkbench.runner;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.Failures;
import dev.sparkbench.runner.result.PerformanceReport;
import dev.sparkbench.runner.storage.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code report}: writes the documents that compare the runs of a benchmark. */
final class Report {

  private static final Logger LOG = LoggerFactory.getLogger(Report.class);

  // Fits into a termination message even if every character takes six bytes.
  private static final int MAX_MESSAGE_LENGTH = 600;

  private Report() {}

  /** Writes them; whatever goes wrong is in the result. */
  static ReportResult execute(ReportRequest request) {
    try {
      return write(request);
    } catch (Throwable e) { // an OutOfMemoryError has to be reported as well
      Failure failure = new Failures(request.outputPrefix(), "a result", request.storage()).of(e);
      LOG.error("the report failed: {}", failure.message(), e);
      return failed(failure);
    }
  }

  /** The answer when nothing was written. */
  static ReportResult failed(Failure failure) {
    return new ReportResult(Contract.VERSION, null, null, failure.shortenedTo(MAX_MESSAGE_LENGTH));
  }

  private static ReportResult write(ReportRequest request) {
    PerformanceReport report = new PerformanceReport(request);
    ResultLayout layout = new ResultLayout(S3Uri.parse(request.outputPrefix()));
    try (ObjectStore store = ObjectStore.open(request.storage())) {
      store.put(layout.performanceCsv(), "text/csv; charset=utf-8", report.csv());
      store.put(layout.performanceJson(), "application/json", report.json());
    }
    LOG.info("wrote {} and {}", layout.performanceCsv(), layout.performanceJson());
    return new ReportResult(
        Contract.VERSION,
        layout.performanceCsv().toString(),
        layout.performanceJson().toString(),
        null);
  }
}
