// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import dev.sparkbench.api.contract.ApplicationWorkload;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.work.Part;
import dev.sparkbench.runner.work.Result;
import dev.sparkbench.runner.work.Work;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Calls of main. Only the call itself is measured: the session for the application is created
 * before it, and what the application leaves behind is cleaned up after it.
 */
final class ApplicationWork implements Work<Call> {

  /** The name of the only part. */
  private static final String NAME = "application";

  private final RunRequest request;
  private final ApplicationWorkload workload;
  private final Method main;
  private final Scratch scratch;
  private final ApplicationFailures failures;
  private final SparkSession spark;

  private int calls;
  private CalledSession session;
  private String[] arguments;
  private ApplicationResult result;

  ApplicationWork(
      RunRequest request,
      ApplicationWorkload workload,
      Method main,
      Scratch scratch,
      ApplicationFailures failures,
      SparkSession spark) {
    this.request = request;
    this.workload = workload;
    this.main = main;
    this.scratch = scratch;
    this.failures = failures;
    this.spark = spark;
  }

  @Override
  public List<Part<Call>> parts() {
    return List.of(new Part<>(NAME, this::call));
  }

  /** Cleans up after the last call, and prepares the next one. */
  @Override
  public void beforeEachPart() {
    tidy();
    calls++;
    arguments = Placeholders.fill(workload.arguments(), values());
    session = CalledSession.of(spark);
  }

  private Map<String, String> values() {
    Map<String, String> values = new HashMap<>();
    values.put(Placeholders.DATASET, s3a(request.dataset().uri()));
    workload
        .tables()
        .forEach(table -> values.put(Placeholders.table(table.name()), s3a(table.dataset().uri())));
    values.put(Placeholders.SCRATCH, s3a(scratch.folder(calls)).replaceFirst("/$", ""));
    values.put(Placeholders.NODES, String.valueOf(request.nodes()));
    values.put(Placeholders.PARTITIONS, String.valueOf(request.pinnedPartitions()));
    return values;
  }

  private static String s3a(String uri) {
    return s3a(S3Uri.parse(uri));
  }

  private static String s3a(S3Uri uri) {
    return "s3a://" + uri.bucket() + "/" + uri.key();
  }

  private List<String> tidy() {
    if (session == null) {
      return List.of();
    }
    CalledSession last = session;
    session = null;
    return last.tidy();
  }

  private Call call() {
    try {
      main.invoke(null, (Object) arguments);
      return new Call(calls, session.left());
    } catch (InvocationTargetException e) {
      tidy();
      throw failures.explain(e.getCause());
    } catch (ExceptionInInitializerError e) {
      tidy();
      throw failures.explain(e.getCause() == null ? e : e.getCause());
    } catch (LinkageError e) {
      tidy();
      throw failures.explain(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("main was made accessible", e);
    }
  }

  /** Kept, because it is requested more than once per call. */
  @Override
  public Result result(List<Call> computed) {
    Call call = computed.get(0);
    if (result == null || result.call().number() != call.number()) {
      List<String> remarks = new ArrayList<>(call.left());
      remarks.addAll(tidy());
      ComparedRows rows = new ComparedRows(scratch, spark);
      result = new ApplicationResult(call, remarks, workload.compare(), rows);
    }
    return result;
  }

  @Override
  public boolean repeatable() {
    return workload.repeatable();
  }
}
