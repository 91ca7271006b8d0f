package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.curvelane.Precision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What networks give has the bits that are recorded: so that the code can be changed and the
 * results cannot, but on purpose. The build runs this at each vector width and with the scalar
 * kernels, against one record.
 *
 * <p>With {@code -Dcurvelane.test.record=true} the record is written anew in place of being
 * compared; the lines that differ are those whose bits have changed.
 */
final class NetworkDigestTest {
  /** Whose products are large enough to be shared by threads. */
  private static final Set<String> SHARED =
      Set.of("shared", "blocks", "digits-squares", "digits-300", "terms-1100", "three-chunks");

  private static final boolean RECORDING = Boolean.getBoolean("curvelane.test.record");

  private static final DigestRecord RECORD = RECORDING ? new DigestRecord() : DigestRecord.read();

  static List<Arguments> networks() {
    return DigestCase.all().stream()
        .flatMap(
            network ->
                Stream.of(Precision.FLOAT, Precision.DOUBLE).map(p -> Arguments.of(network, p)))
        .toList();
  }

  static List<Arguments> sharedNetworks() {
    return networks().stream().filter(a -> SHARED.contains(a.get()[0].toString())).toList();
  }

  @AfterAll
  static void record() {
    if (RECORDING) {
      RECORD.write();
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  <A> void theBitsAreTheRecordedOnes(DigestCase network, Precision<A> precision) {
    Map<String, Map<String, String>> quantities = NetworkQuantities.of(network, precision, 1);
    if (RECORDING) {
      RECORD.put(network + " " + precision, quantities);
    } else {
      assertThat(RECORD.differences(network + " " + precision, quantities)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("sharedNetworks")
  <A> void theyAreSoOnTwoThreads(DigestCase network, Precision<A> precision) {
    assumeFalse(RECORDING);
    Map<String, Map<String, String>> quantities = NetworkQuantities.of(network, precision, 2);
    assertThat(RECORD.differences(network + " " + precision, quantities)).isEmpty();
  }

  /** A network that is no longer drawn would leave its lines behind, unread. */
  @Test
  void theRecordIsOfTheseNetworks() {
    assumeFalse(RECORDING);
    List<String> names =
        networks().stream().map(a -> a.get()[0] + " " + a.get()[1]).distinct().toList();
    assertThat(RECORD.sizes().keySet()).containsExactlyElementsOf(names);
    assertThat(names).hasSizeGreaterThanOrEqualTo(2 * 38);
    assertThat(RECORD.sizes().values()).allMatch(size -> size >= 50);
  }
}
