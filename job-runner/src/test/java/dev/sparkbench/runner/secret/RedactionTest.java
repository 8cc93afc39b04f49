// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

  @ParameterizedTest
  @CsvSource({
    "spark.hadoop.fs.s3a.secret.key, x",
    "spark.hadoop.fs.s3a.access.key, x",
    "spark.hadoop.fs.s3a.session.token, x",
    "spark.hadoop.fs.s3a.encryption.key, x",
    "spark.hadoop.fs.s3a.bucket.lake.encryption.key, x",
    "spark.hadoop.fs.s3a.server-side-encryption.key, x",
    "spark.hadoop.fs.s3a.proxy.password, x",
    "spark.hadoop.fs.s3a.proxy.username, x",
    "spark.hadoop.fs.azure.account.key.lake.dfs.core.windows.net, x",
    "spark.hadoop.parquet.encryption.key.list, a:x",
    "spark.hadoop.hadoop.security.credential.provider.path, jceks://x",
    "spark.authenticate.secret, x",
    "spark.ssl.keyPassword, x",
    "spark.kubernetes.authenticate.oauthToken, x",
    "spark.my.PRIVATE_KEY, x",
    "spark.executorEnv.AWS_SECRET_ACCESS_KEY, x",
    "spark.executorEnv.API_KEY, x",
    "spark.executorEnv.HARMLESS, x",
    "spark.sql.catalog.lake.rest.sigv4, x",
    "spark.company.pin, 1234",
    "a name that nobody knows, x",
    "spark.sql.warehouse.dir, https://user:x@host/",
    "spark.hadoop.fs.s3a.endpoint, http://user@host",
    "spark.sql.warehouse.dir, s3a://b/?sig=x&signature=x",
  })
  void replacesWhatIsNotKnownToBeHarmless(String name, String value) {
    assertThat(Redaction.of(Map.of(name, value))).isEqualTo(Map.of(name, "(redacted)"));
  }

  @ParameterizedTest
  @CsvSource({
    "spark.executor.memory, 1g",
    "spark.sql.shuffle.partitions, 200",
    "spark.sql.files.openCostInBytes, 4194304",
    "spark.driver.maxResultSize, 1g",
    "spark.hadoop.fs.s3a.endpoint, http://store:9000",
    "spark.hadoop.fs.s3a.bucket.lake.endpoint, http://store:9000",
    "spark.hadoop.fs.s3a.requester.pays.enabled, true",
    "spark.hadoop.fs.s3a.encryption.algorithm, SSE-KMS",
    "spark.hadoop.fs.s3a.connection.maximum, 96",
    "spark.hadoop.fs.s3a.aws.credentials.provider, some.Provider",
    "spark.executor.extraJavaOptions, -Xss4m -XX:+UseSerialGC",
    "spark.app.name, job 2_nodes",
  })
  void leavesTheRestAsItIs(String name, String value) {
    assertThat(Redaction.of(Map.of(name, value))).isEqualTo(Map.of(name, value));
  }

  @Test
  void showsOptionsOfTheJvmWithoutTheValuesOfOthers() {
    String name = "spark.executor.extraJavaOptions";

    assertThat(
            Redaction.of(
                Map.of(name, "-Xmn1g -Dmy.pin=1234 -Duser.timezone=UTC -javaagent:x=key loose")))
        .containsEntry(
            name, "-Xmn1g -Dmy.pin=(redacted) -Duser.timezone=UTC (redacted) (redacted)");
  }

  @Test
  void tellsConfigurationsApartWithoutShowingThem() {
    String one = Redaction.comparable(Map.of("spark.mine", "hush-hush")).get("spark.mine");
    String same = Redaction.comparable(Map.of("spark.mine", "hush-hush")).get("spark.mine");
    String other = Redaction.comparable(Map.of("spark.mine", "hush")).get("spark.mine");

    assertThat(one).isEqualTo(same).isNotEqualTo(other).startsWith("(redacted) ").hasSize(13);
    assertThat(Redaction.comparable(Map.of("spark.executor.memory", "1g")))
        .containsEntry("spark.executor.memory", "1g");
  }

  @Test
  void takesSecretsOutOfTexts() {
    Secrets secrets =
        Secrets.of(
            Map.of(
                "spark.hadoop.fs.s3a.encryption.key", "c3NlLWMta2V5", "spark.app.name", "my-job-1"),
            Map.of("AWS_SECRET_ACCESS_KEY", "secret-of-env", "PATH", "/usr/bin/here"));

    assertThat(
            secrets.removedFrom(
                "key c3NlLWMta2V5, env secret-of-env, my-job-1, /usr/bin/here, http://u:p@host/x?X-Amz-Signature=abc&y=1 -Da.password=abc fs.s3a.secret.key=abc"))
        .isEqualTo(
            "key (redacted), env (redacted), my-job-1, /usr/bin/here, http://(redacted)@host/x?X-Amz-Signature=(redacted)&y=1 -Da.password=(redacted) fs.s3a.secret.key=(redacted)");
  }

  @Test
  @Timeout(10)
  void isQuickWithOneLongWord() {
    String word = "x".repeat(1 << 20);

    assertThat(new Secrets(List.of()).removedFrom(word)).isEqualTo(word);
    assertThat(new Secrets(List.of()).removedFrom("http://" + word)).endsWith(word);
  }
}
