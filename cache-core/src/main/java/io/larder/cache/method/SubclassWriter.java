package io.larder.cache.method;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.annotation.Annotation;
import java.lang.annotation.Inherited;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.modifier.FieldPersistence;
import net.bytebuddy.description.modifier.SyntheticState;
import net.bytebuddy.description.modifier.TypeManifestation;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.DynamicType.Builder.MethodDefinition.ExceptionDefinition;
import net.bytebuddy.dynamic.DynamicType.Builder.MethodDefinition.ParameterDefinition;
import net.bytebuddy.dynamic.scaffold.subclass.ConstructorStrategy;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.bytecode.ByteCodeAppender;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.implementation.bytecode.collection.ArrayFactory;
import net.bytebuddy.implementation.bytecode.constant.NullConstant;
import net.bytebuddy.implementation.bytecode.member.FieldAccess;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.implementation.bytecode.member.MethodReturn;
import net.bytebuddy.implementation.bytecode.member.MethodVariableAccess;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Writes subclasses. Each method that it overrides has a field of its own: while there is nothing
 * in it, the call goes to the superclass, then to what is in it.
 *
 * <pre>{@code
 * public String find(String country) {
 *   return calls0 == null
 *       ? super.find(country)
 *       : (String) calls0.invoke(this, null, new Object[] {country});
 * }
 * }</pre>
 *
 * <p>The only class that knows ByteBuddy: nothing loads it before a subclass is asked for.
 */
final class SubclassWriter {

  private static final int KEPT =
      Modifier.PUBLIC | Modifier.PROTECTED | /* varargs */ Modifier.TRANSIENT;
  private static final TypeDescription.Generic OBJECT =
      TypeDescription.ForLoadedType.of(Object.class).asGenericType();

  private SubclassWriter() {}

  /** The name of the field for the method at an index. */
  static String field(int index) {
    return "larder$calls" + index;
  }

  /**
   * Returns the class file of a subclass, with the constructors of its superclass that it can call.
   *
   * @param name its full name, in the package of {@code type}
   * @param methods to be overridden
   */
  static byte[] written(Class<?> type, String name, List<Method> methods) {
    boolean isPublic = (type.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
    DynamicType.Builder<?> builder =
        new ByteBuddy(ClassFileVersion.JAVA_V17)
            .subclass(type, ConstructorStrategy.Default.IMITATE_SUPER_CLASS)
            .name(name)
            .modifiers(
                isPublic ? Visibility.PUBLIC : Visibility.PACKAGE_PRIVATE,
                TypeManifestation.FINAL,
                SyntheticState.SYNTHETIC)
            .annotateType(annotations(type));
    for (int i = 0; i < methods.size(); i++) {
      builder =
          builder.defineField(
              field(i),
              InvocationHandler.class,
              Visibility.PRIVATE,
              SyntheticState.SYNTHETIC,
              FieldPersistence.TRANSIENT);
      builder = overridden(builder, type, methods.get(i), field(i));
    }
    return builder.make().getBytes();
  }

  /** The annotations that a subclass does not have by itself. */
  private static List<Annotation> annotations(Class<?> type) {
    return Arrays.stream(type.getDeclaredAnnotations())
        .filter(each -> !each.annotationType().isAnnotationPresent(Inherited.class))
        .toList();
  }

  private static DynamicType.Builder<?> overridden(
      DynamicType.Builder<?> builder, Class<?> type, Method method, String field) {
    boolean closed =
        Stream.concat(
                Stream.of(method.getGenericReturnType()),
                Arrays.stream(method.getGenericParameterTypes()))
            .noneMatch(SubclassWriter::hasVariable);
    ParameterDefinition.Initial<?> defined =
        builder.defineMethod(
            method.getName(),
            closed ? method.getGenericReturnType() : method.getReturnType(),
            method.getModifiers() & KEPT);
    DynamicType.Builder.MethodDefinition<?> written =
        withParameters(defined, method, closed)
            .throwing(Arrays.<Type>asList(method.getExceptionTypes()))
            .intercept(new Implementation.Simple(body(type, method, field)))
            .annotateMethod(method.getDeclaredAnnotations());
    Annotation[][] marks = method.getParameterAnnotations();
    for (int i = 0; i < marks.length; i++) {
      written = written.annotateParameter(i, marks[i]);
    }
    return written;
  }

  private static ExceptionDefinition<?> withParameters(
      ParameterDefinition.Initial<?> defined, Method method, boolean closed) {
    Parameter[] all = method.getParameters();
    if (!Arrays.stream(all).allMatch(Parameter::isNamePresent)) {
      return defined.withParameters(
          Arrays.<Type>asList(
              closed ? method.getGenericParameterTypes() : method.getParameterTypes()));
    }
    ParameterDefinition<?> named = defined;
    for (Parameter each : all) {
      Type type = closed ? each.getParameterizedType() : each.getType();
      named = named.withParameter(type, each.getName(), each.getModifiers());
    }
    return named;
  }

  /** Whether a type has a variable, which the subclass would not know. */
  private static boolean hasVariable(Type type) {
    if (type instanceof ParameterizedType generic) {
      return Arrays.stream(generic.getActualTypeArguments()).anyMatch(SubclassWriter::hasVariable);
    }
    if (type instanceof GenericArrayType array) {
      return hasVariable(array.getGenericComponentType());
    }
    if (type instanceof WildcardType wildcard) {
      return Stream.of(wildcard.getLowerBounds(), wildcard.getUpperBounds())
          .flatMap(Arrays::stream)
          .anyMatch(SubclassWriter::hasVariable);
    }
    return !(type instanceof Class<?>);
  }

  private static ByteCodeAppender body(Class<?> type, Method overridden, String field) {
    // Not asked of the context: its answer may be null by annotations that javac 25 warns of.
    TypeDescription superclass = TypeDescription.ForLoadedType.of(type);
    MethodDescription.InDefinedShape original = new MethodDescription.ForLoadedMethod(overridden);
    return (visitor, context, method) -> {
      FieldDescription calls =
          context.getInstrumentedType().getDeclaredFields().filter(named(field)).getOnly();
      StackManipulation read =
          new StackManipulation.Compound(
              MethodVariableAccess.loadThis(), FieldAccess.forField(calls).read());
      Label none = new Label();
      int stack = read.apply(visitor, context).getMaximalSize();
      visitor.visitJumpInsn(Opcodes.IFNULL, none);
      stack = Math.max(stack, answered(method, read).apply(visitor, context).getMaximalSize());
      visitor.visitLabel(none);
      visitSameFrame(visitor);
      stack =
          Math.max(stack, ofSuper(original, superclass).apply(visitor, context).getMaximalSize());
      return new ByteCodeAppender.Size(stack, method.getStackSize());
    };
  }

  /** At the label there are the variables that there were at the beginning. */
  private static void visitSameFrame(MethodVisitor visitor) {
    visitor.visitFrame(Opcodes.F_SAME, 0, new Object[0], 0, new Object[0]);
  }

  private static StackManipulation answered(MethodDescription method, StackManipulation calls) {
    List<StackManipulation> arguments =
        method.getParameters().stream()
            .<StackManipulation>map(
                each ->
                    new StackManipulation.Compound(
                        MethodVariableAccess.load(each),
                        Assigner.DEFAULT.assign(each.getType(), OBJECT, Assigner.Typing.STATIC)))
            .toList();
    return new StackManipulation.Compound(
        calls,
        MethodVariableAccess.loadThis(),
        NullConstant.INSTANCE,
        ArrayFactory.forType(OBJECT).withValues(arguments),
        MethodInvocation.invoke(
            TypeDescription.ForLoadedType.of(InvocationHandler.class)
                .getDeclaredMethods()
                .filter(named("invoke"))
                .getOnly()),
        Assigner.DEFAULT.assign(OBJECT, method.getReturnType(), Assigner.Typing.DYNAMIC),
        MethodReturn.of(method.getReturnType()));
  }

  private static StackManipulation ofSuper(
      MethodDescription.InDefinedShape method, TypeDescription superclass) {
    return new StackManipulation.Compound(
        MethodVariableAccess.allArgumentsOf(method).prependThisReference(),
        MethodInvocation.invoke(method).special(superclass),
        MethodReturn.of(method.getReturnType()));
  }
}
