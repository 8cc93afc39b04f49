// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import dev.sparkbench.api.contract.ApplicationWorkload;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.runner.failure.ApplicationExit;
import dev.sparkbench.runner.failure.OwnCode;
import dev.sparkbench.runner.table.Table;
import dev.sparkbench.runner.work.Prepared;
import dev.sparkbench.runner.work.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * An application whose jars have been fetched and whose main method has been found. From now on,
 * the class loader of its jars is the thread's context class loader: Spark's own threads take over
 * the one that is set when Spark starts. With another one, they could not read the results of
 * executors.
 */
final class PreparedApplication implements Prepared {

  private static final String S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";

  private final RunRequest request;
  private final ApplicationWorkload workload;
  private final ApplicationJars jars;
  private final Scratch scratch;
  private final URLClassLoader loader;
  private final Method main;
  private final OwnCode own;
  private final ClassLoader before;

  private PreparedApplication(
      RunRequest request,
      ApplicationWorkload workload,
      ApplicationJars jars,
      Scratch scratch,
      URLClassLoader loader) {
    this.request = request;
    this.workload = workload;
    this.jars = jars;
    this.scratch = scratch;
    this.loader = loader;
    this.main = MainMethod.find(workload.mainClass(), loader, jars);
    this.own =
        OwnCode.of(
            workload.mainClass(),
            name -> loader.findResource(name.replace('.', '/') + ".class") != null);
    this.before = Thread.currentThread().getContextClassLoader();
  }

  /**
   * Finds the main method in jars that have been fetched. Deletes the jars if there is no such
   * method.
   */
  static PreparedApplication of(
      RunRequest request, ApplicationWorkload workload, ApplicationJars jars, Scratch scratch) {
    // Classes of the image take precedence over those of the jars, as with spark-submit.
    URLClassLoader loader =
        new URLClassLoader("application", jars.urls(), PreparedApplication.class.getClassLoader());
    try {
      PreparedApplication prepared =
          new PreparedApplication(request, workload, jars, scratch, loader);
      Thread.currentThread().setContextClassLoader(loader);
      ApplicationExit.expectFrom(prepared.own);
      return prepared;
    } catch (RuntimeException e) {
      close(loader);
      jars.delete();
      throw e;
    }
  }

  @Override
  public List<NamedTable> tables() {
    return Stream.concat(
            Stream.of(new NamedTable(SqlWorkload.DEFAULT_TABLE, request.dataset())),
            workload.tables().stream())
        .toList();
  }

  @Override
  public boolean opensTables() {
    return false;
  }

  /** The jars by their content, because a changed jar often keeps its name. */
  @Override
  public Map<String, String> facts() {
    return jars.digests();
  }

  @Override
  public Map<String, String> defaults() {
    Map<String, String> defaults = new TreeMap<>();
    if (!jars.files().isEmpty()) {
      defaults.put("spark.jars", jars.property());
    }
    // Programs written for EMR use this scheme.
    defaults.put("spark.hadoop.fs.s3.impl", S3A);
    // Programs expect this of Spark.
    defaults.put("spark.sql.caseSensitive", "false");
    defaults.put("spark.sql.legacy.timeParserPolicy", "EXCEPTION");
    return defaults;
  }

  @Override
  public List<S3Uri> replaces() {
    return scratch.folders();
  }

  @Override
  public Work<Call> plan(SparkSession spark, Map<String, Table> tables) {
    ApplicationFailures failures = new ApplicationFailures(request, own);
    return new ApplicationWork(request, workload, main, scratch, failures, spark);
  }

  @Override
  public void close() {
    scratch.delete();
    Thread.currentThread().setContextClassLoader(before);
    close(loader);
    jars.delete();
  }

  private static void close(URLClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
