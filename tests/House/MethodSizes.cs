using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace OmoBroadcast.Tests.House;

/// <summary>
/// A method fits one look and is told few things. Lines are those of the formatted text, parameters those of the compiled
/// assemblies.
/// </summary>
public sealed partial class MethodSizes
{
    private const int MostLines = 40,
        MostParameters = 5;

    private const BindingFlags Own =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    [Fact]
    public void A_method_fits_one_look() => Assert.DoesNotContain(Lines, one => one.Size > MostLines);

    [Fact]
    public void A_method_takes_few_parameters_and_a_service_few_dependencies() =>
        Assert.DoesNotContain(Parameters, one => one.Size > MostParameters);

    [Theory]
    [InlineData("class A\n{\n    void B(int c)\n    {\n        C();\n        D();\n    }\n}", "A.B 2")]
    [InlineData(
        "class A\n{\n    class B\n    {\n        int C() => 1;\n    }\n\n    (int, int) D(\n        int e\n    ) =>\n        (1, e);\n}",
        "A.B.C 0",
        "A.D 1"
    )]
    [InlineData(
        "record A(\n    int B\n)\n{\n    [X]\n    Task<(int B, int C)> D<T>(T e) =>\n        F(() =>\n        {\n            G();\n\n            H();\n        });\n}",
        "A.D 6"
    )]
    [InlineData(
        "class A\n{\n    int[] b =\n    [\n        C(1),\n        2,\n    ];\n\n    int D\n    {\n        get => 1;\n    }\n}",
        "A.D 1"
    )]
    public void Lines_are_counted_between_the_braces_or_behind_the_arrow(string text, params string[] found) =>
        Assert.Equal(found, Bodies.In(text).Select(body => $"{body.Type}.{body.Name} {body.Lines}"));

    [Theory]
    [InlineData(nameof(MethodSamples.Counted), 6)]
    [InlineData(nameof(MethodSamples.Cancelled), 4)]
    [InlineData(nameof(MethodSamples.Extended), 3)]
    public void A_token_and_what_is_extended_do_not_count(string method, int parameters) =>
        Assert.Equal(parameters, Counted(typeof(MethodSamples).GetMethod(method, Own)!));

    [Fact]
    public void A_record_of_data_may_hold_much_and_one_of_services_may_not()
    {
        Assert.False(IsService(typeof(Data)));
        Assert.False(IsService(typeof(Place)));
        Assert.True(IsService(typeof(Bag)));
        Assert.True(IsService(typeof(ShrinkingList)));
    }

    private static IEnumerable<(string Name, int Size)> Lines =>
        from file in Repository.Sources
        where file.StartsWith("src/", StringComparison.Ordinal)
        let text = Repository.Read(file)
        let space = Namespace().Match(text).Groups[1].Value
        from body in Bodies.In(text)
        select ($"{space}.{body.Type}.{body.Name} lines", body.Lines);

    private static IEnumerable<(string Name, int Size)> Parameters =>
        from type in Projects.SelectMany(project => Assembly.Load(project).GetTypes())
        where type.Namespace?.StartsWith("OmoBroadcast.", StringComparison.Ordinal) == true && !IsMade(type)
        from method in type.GetMethods(Own).Cast<MethodBase>().Concat(IsService(type) ? type.GetConstructors(Own) : [])
        where !IsMade(method) && !IsOfOthers(method)
        select ($"{NameOf(type)}{(method is ConstructorInfo ? "" : $".{method.Name}")} parameters", Counted(method));

    private static IEnumerable<string> Projects =>
        Repository
            .Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(file => $"OmoBroadcast.{Path.GetFileNameWithoutExtension(file)}");

    private static int Counted(MethodBase method) =>
        method.GetParameters().Count(parameter => parameter.ParameterType != typeof(CancellationToken))
        - (method.IsDefined(typeof(ExtensionAttribute)) ? 1 : 0);

    /// <summary>Whether it is handed what it works with: a class; and a record that holds a class of ours that is no record, or a
    /// clock.</summary>
    private static bool IsService(Type type) =>
        !IsRecord(type)
        || type.GetConstructors(Own)
            .Where(constructor => !IsMade(constructor))
            .SelectMany(constructor => constructor.GetParameters())
            .Any(parameter => Works(parameter.ParameterType));

    private static bool Works(Type type) =>
        type == typeof(TimeProvider)
        || (
            type.Assembly.GetName().Name!.StartsWith("OmoBroadcast.", StringComparison.Ordinal)
            && (type.IsClass || type.IsInterface)
            && !type.IsArray
            && !IsRecord(type)
            && !type.IsSubclassOf(typeof(Delegate))
        );

    /// <summary>By what the compiler adds to a record.</summary>
    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Own) is { } print && IsMade(print);

    /// <summary>By the compiler, or by a generator of sources.</summary>
    private static bool IsMade(MemberInfo? member) =>
        member is not null
        && (
            member.Name.Contains('<')
            || member.IsDefined(typeof(CompilerGeneratedAttribute))
            || member.IsDefined(typeof(GeneratedCodeAttribute))
            || IsMade(member.DeclaringType)
        );

    /// <summary>Its parameters were not ours to choose.</summary>
    private static bool IsOfOthers(MethodBase method) =>
        (
            method is MethodInfo { IsVirtual: true } over
            && over.GetBaseDefinition().DeclaringType!.Assembly != method.DeclaringType!.Assembly
        ) || (method.DeclaringType!.IsSubclassOf(typeof(Delegate)) && method.Name != "Invoke");

    private static string NameOf(Type type) => type.FullName!["OmoBroadcast.".Length..].Replace('+', '.').Split('`')[0];

    [GeneratedRegex(@"^namespace OmoBroadcast\.([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    internal sealed record Data(int A, string B, Place C, IReadOnlyList<Data> D, Func<int> E, DateTimeOffset F);

    internal readonly record struct Place(int A, int B, int C, int D, int E, int F);

    internal sealed record Bag(int A, int B, int C, int D, int E, ShrinkingList F);
}

internal static class MethodSamples
{
    public static int Counted(int a, int b, int c, int d, int e, int f) => a + b + c + d + e + f;

    public static int Cancelled(int a, int b, int c, int d, CancellationToken stop) => stop.IsCancellationRequested ? 0 : a + b + c + d;

    public static int Extended(this string text, int a, int b, int c) => text.Length + a + b + c;
}
