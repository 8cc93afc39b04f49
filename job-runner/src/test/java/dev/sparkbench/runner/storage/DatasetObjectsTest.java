// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.TestStore;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetObjectsTest {

  // The MD5 sums of "1" and "22".
  private static final String ETAG_1 = "\"c4ca4238a0b923820dcc509a6f75849b\"";
  private static final String ETAG_22 = "\"b6d767d2f8ed5d21a44b0e5886680cb9\"";

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();

  @Test
  void areOneFile() {
    store.put(bucket, "a.csv", "1");
    store.put(bucket, "a.csv.old", "22");

    assertThat(find("a.csv"))
        .isEqualTo(
            new DatasetObjects(
                uri("a.csv"),
                List.of(new StoredObject("a.csv", 1, ETAG_1)),
                List.of(),
                List.of("a.csv")));
  }

  @Test
  void areEverythingBelowAPrefixThatIsNotHidden() {
    store.put(bucket, "data/b/c.csv", "22");
    store.put(bucket, "data/a.csv", "1");
    store.put(bucket, "data/_SUCCESS", "");
    store.put(bucket, "data/.hidden/d.csv", "1");
    store.put(bucket, "data/_tmp/e.csv", "1");
    store.put(bucket, "data-2/f.csv", "1");

    List<StoredObject> both =
        List.of(
            new StoredObject("data/a.csv", 1, ETAG_1),
            new StoredObject("data/b/c.csv", 2, ETAG_22));
    assertThat(find("data"))
        .isEqualTo(new DatasetObjects(uri("data"), both, List.of("b"), List.of("data")));
    assertThat(find("data/"))
        .isEqualTo(new DatasetObjects(uri("data/"), both, List.of("b"), List.of("data")));
    assertThat(find("data").bytes()).isEqualTo(3);
  }

  @Test
  void areWhatAPatternMatches() {
    store.put(bucket, "data/x1/a.csv", "1");
    store.put(bucket, "data/x2/b.csv", "22");
    store.put(bucket, "data/x2/_SUCCESS", "");
    store.put(bucket, "data/y/c.csv", "1");

    assertThat(find("data/x*").objects())
        .containsExactly(
            new StoredObject("data/x1/a.csv", 1, ETAG_1),
            new StoredObject("data/x2/b.csv", 2, ETAG_22));
  }

  @Test
  void areFoundBeyondOnePageOfTheListing() {
    IntStream.range(0, 1_001).forEach(i -> store.put(bucket, "many/" + i, "1"));

    assertThat(find("many").objects()).hasSize(1_001);
    assertThat(find("many").bytes()).isEqualTo(1_001);
  }

  @Test
  void haveAnIdentityThatChangesWithEveryByte() {
    store.put(bucket, "data/a.csv", "1");
    String identity = find("data").identity();

    // printf 'data/a.csv\n1\n"c4ca4238a0b923820dcc509a6f75849b"\n' | sha256sum
    assertThat(identity)
        .isEqualTo("sha256:2971a7b5354fa14b3ce36f969eaf5a0fc3eaafc7940b7fd6da5ebbef28932205");
    store.put(bucket, "data/_SUCCESS", "");
    assertThat(find("data").identity()).isEqualTo(identity);
    store.put(bucket, "data/a.csv", "2");
    assertThat(find("data").identity()).isNotEqualTo(identity);
    store.put(bucket, "data/a.csv", "1");
    assertThat(find("data").identity()).isEqualTo(identity);
    store.put(bucket, "data/b.csv", "1");
    assertThat(find("data").identity()).isNotEqualTo(identity);
  }

  @Test
  void tellFoldersWithValuesInTheirNames() {
    store.put(bucket, "data/year=2024/_month=1/a.csv", "1");

    assertThat(find("data").folders()).containsExactly("_month=1", "year=2024");
    assertThat(find("data").isPartitioned()).isTrue();
  }

  @Test
  void thatAreArchivedAreNamed() {
    store.put(bucket, "data/a.csv", "1");
    store.archive(bucket, "data/b.csv", "1");

    assertThatThrownBy(() -> find("data"))
        .isInstanceOf(RunFailure.class)
        .hasMessage(
            "s3://%s/data/b.csv is archived (storage class Glacier or Deep Archive; so are 1 of the 2 objects): restore what s3Path names, or copy it to another storage class"
                .formatted(bucket));
    assertThat(find("data/a.csv").objects()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user//a.csv", "user/./a.csv", "user/x/../a.csv"})
  void thatSparkCannotReadAreNamed(String key) {
    DatasetObjects objects =
        new DatasetObjects(
            uri(key), List.of(new StoredObject(key, 1, ETAG_1)), List.of(), List.of(key));

    assertThatThrownBy(objects::requireReadableKeys)
        .isInstanceOf(RunFailure.class)
        .hasMessageContaining("the key of s3://%s/%s has an empty part".formatted(bucket, key));
  }

  @Test
  void areNoFoldersNorWhatOtherToolsLeaveBehind() {
    store.put(bucket, "data/a.csv", "1");
    store.put(bucket, "data/x_$folder$", "");
    store.put(bucket, "data/_metadata", "1");
    store.put(bucket, "data/_metadata.csv", "1");
    store.put(bucket, "data/_common_metadata", "1");

    assertThat(find("data").objects()).extracting(StoredObject::key).containsExactly("data/a.csv");
  }

  @Test
  void ofJustThatNameComeBeforeWhatAPatternMatches() {
    store.put(bucket, "d/a[1].csv", "1");
    store.put(bucket, "d/a1.csv", "1");
    store.put(bucket, "d/{x}/b.csv", "1");
    store.put(bucket, "d/x/c.csv", "1");

    assertThat(find("d/a[1].csv").objects())
        .extracting(StoredObject::key)
        .containsExactly("d/a[1].csv");
    assertThat(find("d/a[1-1].csv").objects())
        .extracting(StoredObject::key)
        .containsExactly("d/a1.csv");
    assertThat(find("d/{x}").objects())
        .extracting(StoredObject::key)
        .containsExactly("d/{x}/b.csv");
    assertThat(find("d/{x,y}").objects())
        .extracting(StoredObject::key)
        .containsExactly("d/x/c.csv");
    assertThat(find("d/{x,y}").roots()).containsExactly("d/x");
  }

  private DatasetObjects find(String key) {
    try (ObjectStore objects = ObjectStore.open(store.storage())) {
      return DatasetObjects.find(objects, uri(key));
    }
  }

  private S3Uri uri(String key) {
    return new S3Uri(bucket, key);
  }
}
