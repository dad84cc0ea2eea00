package io.larder.cache.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What makes another schema, and what does not. */
class SchemaTest {

  /** Classes of the same name, as two versions of an application have them. */
  static final class One {
    record Quote(String symbol, long price, Inner inner) {}

    record Inner(int depth) {}

    record Tree(String name, List<Tree> children) {}

    private One() {}
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "circle")})
  interface Shape {}

  record Circle(double radius) implements Shape {}

  record Old(String symbol, long price) {}

  record Gained(String symbol, long price, String currency) {}

  record HoldsOld(Old quote) {}

  /** Not a record, and with a property of its own making. */
  static final class Bean {
    private @Nullable String name;

    public @Nullable String getName() {
      return name;
    }

    public void setName(@Nullable String name) {
      this.name = name;
    }
  }

  @Test
  void isShortAndTheSameEachTime() {
    String schema = Codecs.json(One.Quote.class).schema();
    assertThat(schema).matches("[0-9a-f]{8}");
    assertThat(Codecs.json(One.Quote.class).schema()).isEqualTo(schema);
  }

  @Test
  void isAnotherOneForEachForm() {
    assertThat(
            List.of(
                Codecs.json(One.Quote.class).schema(),
                Codecs.json(Old.class).schema(),
                Codecs.json(Gained.class).schema(),
                Codecs.json(HoldsOld.class).schema(),
                Codecs.json(new TypeToken<List<Old>>() {}).schema(),
                Codecs.json(new TypeToken<List<Gained>>() {}).schema(),
                Codecs.json(new TypeToken<Map<String, Old>>() {}).schema(),
                Codecs.json(new TypeToken<Optional<Old>>() {}).schema(),
                Codecs.json(Old[].class).schema(),
                Codecs.json(Shape.class).schema(),
                Codecs.json(Bean.class).schema(),
                Codecs.json(Instant.class).schema()))
        .doesNotHaveDuplicates();
  }

  @Test
  void endsWithTypesThatContainThemselves() {
    assertThat(Codecs.json(One.Tree.class).schema()).matches("[0-9a-f]{8}");
  }

  @Test
  void isEmptyWhereTheFormCannotChange() {
    assertThat(Codecs.utf8().schema()).isEmpty();
    assertThat(Codecs.bytes().schema()).isEmpty();
    assertThat(Codecs.references(Old.class).schema()).isEmpty();
  }

  interface Closed {}

  record HoldsClosed(List<Closed> inside) {}

  /** A record that takes nothing but something. */
  record Strict(String name) {
    Strict {
      Objects.requireNonNull(name, "name");
    }
  }

  @Test
  void whatCannotBeReadIsRefusedAtOnceHoweverDeepItLies() {
    for (Class<?> type : List.of(Closed.class, HoldsClosed.class, Stream.class)) {
      assertThatThrownBy(() -> Codecs.json(type))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no JSON codec for " + type.getName());
    }
    assertThat(Codecs.json(Strict.class).schema()).isNotEmpty();
    assertThat(Codecs.json(Shape.class).schema()).isNotEmpty();
  }
}
