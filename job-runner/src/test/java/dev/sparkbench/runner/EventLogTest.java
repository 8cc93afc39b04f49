// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.runner.fixture.ChildJvm;
import dev.sparkbench.runner.fixture.FreshSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.history.EventLogFileReader;
import org.apache.spark.deploy.history.FsHistoryProvider;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.ReplayListenerBus;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.apache.spark.scheduler.SparkListenerEnvironmentUpdate;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

/** The event log that a run leaves with its results, as Spark's own history server reads it. */
class EventLogTest {

  private static final long SECONDS = 120;

  /** What a manifest can have in its {@code sparkConf}, and Spark takes only some of it out. */
  private static final Map<String, String> SECRETS =
      Map.of(
          "spark.hadoop.fs.s3a.secret.key", "secret/key+of-another-store",
          "spark.hadoop.fs.s3a.bucket.lake.proxy.password", "proxy-word-1",
          "spark.hadoop.fs.s3a.proxy.username", "proxy-user-1",
          "spark.hadoop.fs.s3a.encryption.key", "c3NlLWMta2V5LTE=",
          "spark.hadoop.fs.s3a.bucket.lake.access.key", "AKIAOFALAKE",
          "spark.sql.catalog.lake.credential", "cred-client:\"cred-quoted\"\\cred-back\u00e9",
          "spark.company.pin", "pin-q7",
          "spark.executorEnv.HARMLESS", "env-word-1");

  @TempDir private static Path folder;

  private static Path log;

  @BeforeAll
  static void run() throws Exception {
    assertThat(ChildJvm.runSpark(Driver.class, folder, SECONDS)).isEqualTo(RunnerMain.SUCCESS);
    log = folder.resolve("logs/2_nodes.zstd");
  }

  @Test
  void hasEveryJobAndStageToTheEnd() throws IOException {
    Replayed replayed = new Replayed();

    replay(replayed);

    assertThat(replayed.applications).containsExactly("application");
    assertThat(replayed.jobs).isNotEmpty();
    assertThat(replayed.succeeded).isEqualTo(replayed.jobs);
    assertThat(replayed.stages).isNotEmpty();
    assertThat(replayed.ofTasks).isEqualTo(replayed.stages);
    assertThat(replayed.ended).isTrue();
  }

  @Test
  void isListedByTheHistoryServer() throws IOException {
    assertThat(Files.readString(folder.resolve("listed"))).isEqualTo("[application completed]");
  }

  @Test
  void hasNoSecrets() throws IOException {
    String text = text();

    SECRETS.forEach(
        (name, value) -> {
          assertThat(text).contains(name);
          for (String part : value.split("[\"\\\\]")) {
            assertThat(part.length() < 6 || !text.contains(part)).as(name + " " + part).isTrue();
          }
        });
    assertThat(text).doesNotContain(Files.readString(folder.resolve("store-keys")).split("\n"));
    assertThat(text).doesNotContain("pin-of-the-jvm");
  }

  @Test
  void showsWhatIsHarmless() throws IOException {
    Map<String, String> properties = new HashMap<>();
    replay(
        new SparkListener() {
          @Override
          public void onEnvironmentUpdate(SparkListenerEnvironmentUpdate event) {
            JavaConverters.mapAsJavaMap(event.environmentDetails())
                .values()
                .forEach(
                    entries ->
                        JavaConverters.seqAsJavaList(entries)
                            .forEach(entry -> properties.put(entry._1(), entry._2())));
          }
        });

    assertThat(properties)
        .containsEntry("spark.executor.cores", "2")
        .containsEntry("spark.hadoop.fs.s3a.path.style.access", "true")
        .containsEntry("java.version", System.getProperty("java.version"))
        .containsEntry("spark.company.pin", "(redacted)");
  }

  private static void replay(SparkListener listener) throws IOException {
    try (InputStream events = open()) {
      ReplayListenerBus bus = new ReplayListenerBus();
      bus.addListener(listener);
      assertThat(bus.replay(events, log.toString(), false, ReplayListenerBus.SELECT_ALL_FILTER()))
          .isTrue();
    }
  }

  private static InputStream open() throws IOException {
    return EventLogFileReader.openEventLog(
        new org.apache.hadoop.fs.Path(log.toUri()), FileSystem.getLocal(new Configuration()));
  }

  private static String text() throws IOException {
    try (InputStream events = open()) {
      return new String(events.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The contents of a log. */
  private static final class Replayed extends SparkListener {

    private final List<String> applications = new ArrayList<>();
    private final Set<Integer> jobs = new TreeSet<>();
    private final Set<Integer> succeeded = new TreeSet<>();
    private final Set<Integer> stages = new TreeSet<>();
    private final Set<Integer> ofTasks = new TreeSet<>();
    private boolean ended;

    @Override
    public void onApplicationStart(SparkListenerApplicationStart event) {
      applications.add(event.appName());
    }

    @Override
    public void onJobStart(SparkListenerJobStart event) {
      jobs.add(event.jobId());
    }

    @Override
    public void onJobEnd(SparkListenerJobEnd event) {
      if (event.jobResult() == JobSucceeded$.MODULE$) {
        succeeded.add(event.jobId());
      }
    }

    @Override
    public void onStageCompleted(SparkListenerStageCompleted event) {
      stages.add(event.stageInfo().stageId());
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
      ofTasks.add(event.stageId());
    }

    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd event) {
      ended = true;
    }
  }

  /** A driver pod's JVM, with a store. */
  static final class Driver {

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      TestStore store = TestStore.get();
      store.newBucket("data");
      store.put("data", "sales.csv", "store,price\na,1\nb,2\n");
      System.setProperty("my.pin", "pin-of-the-jvm");
      RunRequest request =
          RunRequests.of("s3://data/sales.csv")
              .output("s3://data/result/job/output/2_nodes.json")
              .sparkConf(SECRETS)
              .eventLog()
              .build();
      Map<String, String> environment =
          Map.of(
              Contract.RUN_VARIABLE,
              Contract.write(request),
              Contract.TERMINATION_LOG_VARIABLE,
              folder.resolve("answer").toString());
      int exitCode =
          new RunnerMain(environment, new FreshSpark("local[2]", folder, () -> {}), words -> {})
              .execute(List.of("run"));
      Path logs = Files.createDirectories(folder.resolve("logs"));
      Files.write(
          logs.resolve("2_nodes.zstd"),
          store.bytes("data", "result/job/output/eventlogs/2_nodes.zstd"));
      Files.writeString(
          folder.resolve("store-keys"),
          System.getProperty("aws.accessKeyId") + "\n" + System.getProperty("aws.secretAccessKey"));
      Files.writeString(folder.resolve("listed"), listed(logs).toString());
      System.exit(exitCode);
    }

    /** What Spark's history server lists. */
    private static List<String> listed(Path logs) {
      // Has it done in the thread that asks for it.
      System.setProperty("spark.testing", "true");
      SparkConf conf =
          new SparkConf(false).set("spark.history.fs.logDirectory", logs.toUri().toString());
      FsHistoryProvider provider = new FsHistoryProvider(conf);
      provider.checkForLogs();
      return JavaConverters.seqAsJavaList(provider.getListing().toSeq()).stream()
          .map(app -> app.name() + (app.attempts().head().completed() ? " completed" : " running"))
          .toList();
    }
  }
}
