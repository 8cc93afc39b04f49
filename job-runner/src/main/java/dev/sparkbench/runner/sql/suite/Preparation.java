// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import dev.sparkbench.api.catalogue.SuiteMemory;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.PrepareResult;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.SuiteWorkload;
import dev.sparkbench.api.contract.SuiteWorkload.Generate;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.sql.suite.SuiteManifest.TableSize;
import dev.sparkbench.runner.storage.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a suite's data in the store, if it is missing, before it is measured. The data is
 * generated once. An interrupted attempt is continued, and several attempts at the same time write
 * the same objects, byte for byte.
 */
public final class Preparation {

  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

  private final RunRequest request;
  private final SuiteFolder folder;
  private final ObjectStore store;

  private Preparation(RunRequest request, ObjectStore store) {
    this.request = request;
    this.folder = SuiteFolder.of(request);
    this.store = store;
  }

  /**
   * Finds the data, or generates it if it is missing.
   *
   * @param spark starts Spark and waits for its executors; called only if data is generated
   * @throws RunFailure {@code InvalidConfiguration} if there is other data, or the executors have
   *     too little memory; {@code DatasetNotFound} if there is no data and it must not be
   *     generated; others for answers of the store
   */
  public static PrepareResult ensure(
      RunRequest request, ObjectStore store, Supplier<SparkSession> spark) {
    return new Preparation(request, store).ensure(spark);
  }

  private PrepareResult ensure(Supplier<SparkSession> spark) {
    SuiteFolder.Contents contents = folder.look(store);
    if (contents.manifest().isPresent()) {
      folder.requireWhole(contents);
      LOG.info("{} is at {} already", folder.data(), folder.folder());
      return answer(false, contents.manifest().get());
    }
    if (((SuiteWorkload) request.workload()).generate() == Generate.Never) {
      throw folder.notFound();
    }
    requireMemory();
    requireOurs(contents);
    begin();
    List<Chunk> chunks = folder.chunks();
    LOG.info("generating {} at {}: {} objects", folder.data(), folder.folder(), chunks.size());
    List<Chunk.Written> written = generate(spark.get(), chunks);
    SuiteManifest manifest = new SuiteManifest(folder.data(), sizes(written));
    requireOurs(requireSame(manifest, folder.look(store)));
    store.put(folder.manifest(), "application/json", manifest.toJson());
    LOG.info("{} rows in {} bytes are at {}", manifest.rows(), manifest.bytes(), folder.folder());
    return answer(true, manifest);
  }

  private void begin() {
    try {
      store.put(folder.marker(), "application/json", folder.data().toJson());
    } catch (RunFailure e) {
      // The failure's own message is about results.
      if (e.failure().reason() == FailureReason.ACCESS_DENIED) {
        throw new RunFailure(
            FailureReason.ACCESS_DENIED,
            "%s cannot be generated: the store refuses to have %s written; check the keys in storage.credentialsSecret and their right to put objects there"
                .formatted(folder.data(), folder.marker()),
            e);
      }
      throw e;
    }
  }

  private static PrepareResult answer(boolean generated, SuiteManifest manifest) {
    return new PrepareResult(
        Contract.OWN_WORK_VERSION, generated, manifest.rows(), manifest.bytes(), null);
  }

  private void requireMemory() {
    int cores = request.executors().cores();
    int needed = SuiteMemory.neededMiB(folder.suite().type(), cores);
    if (request.executors().memoryMiB() < needed) {
      throw new RunFailure(
          FailureReason.INVALID_CONFIGURATION,
          "executor.memory is %d MiB, and generating %s with %d cores takes %d MiB: give executor.memory at least that"
              .formatted(
                  request.executors().memoryMiB(), folder.suite().wireName(), cores, needed));
    }
  }

  /**
   * Fails if there are objects of others: they are not touched, and they must not be read as data.
   */
  private void requireOurs(SuiteFolder.Contents contents) {
    if (contents.begun().isPresent() && !contents.begun().get().equals(folder.data())) {
      throw refused("somebody has begun to generate %s there".formatted(contents.begun().get()));
    }
    List<String> ours = folder.chunks().stream().map(Chunk::object).toList();
    Optional<String> other =
        contents.objects().keySet().stream()
            .filter(name -> contents.begun().isEmpty() || !ours.contains(name))
            .findFirst();
    if (other.isPresent()) {
      throw refused("there are other objects, such as %s".formatted(other.get()));
    }
  }

  private RunFailure refused(String why) {
    return new RunFailure(
        FailureReason.INVALID_CONFIGURATION,
        "%s cannot be generated at %s: %s; give another s3Path, or delete that folder"
            .formatted(folder.data(), folder.folder(), why));
  }

  private List<Chunk.Written> generate(SparkSession spark, List<Chunk> chunks) {
    String path = folder.hadoopPath();
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(chunks, chunks.size())
        .map(chunk -> chunk.generate(path))
        .collect();
  }

  private static Map<String, TableSize> sizes(List<Chunk.Written> written) {
    return written.stream()
        .collect(
            Collectors.toMap(
                Chunk.Written::table,
                one -> new TableSize(1, one.rows(), one.bytes()),
                TableSize::plus,
                TreeMap::new));
  }

  /**
   * Fails unless the store has exactly what the tasks wrote; somebody else may have written other
   * objects in the meantime.
   */
  private SuiteFolder.Contents requireSame(SuiteManifest manifest, SuiteFolder.Contents contents) {
    contents
        .difference(manifest)
        .ifPresent(
            difference -> {
              throw refused(difference + ", because somebody else writes to it as well");
            });
    return contents;
  }
}
