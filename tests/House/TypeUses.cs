using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace OmoBroadcast.Tests.House;

/// <summary>One type of an assembly that uses another in another folder; both are outermost types.</summary>
internal sealed record TypeUse(string Folder, string User, string UsedFolder, string Used);

/// <summary>
/// Which types of an assembly use which others of it: base types, members, constraints, attributes and all that stands in method bodies,
/// closures and iterators included. A constant and a <c>nameof</c> leave no trace in what is compiled.
/// </summary>
internal sealed class TypeUses : ISignatureTypeProvider<ImmutableHashSet<TypeDefinitionHandle>, object?>
{
    private static readonly Dictionary<short, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value, code => code.OperandType);

    private readonly MetadataReader metadata;
    private readonly PEReader image;

    private TypeUses(PEReader image) => (this.image, metadata) = (image, image.GetMetadataReader());

    /// <param name="root">The namespace of the project's top folder, which is <c>.</c> in the answer; a composition there is a place of its
    /// own.</param>
    public static IReadOnlyList<TypeUse> In(string assembly, string root)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        return [.. new TypeUses(image).Between(root).Distinct()];
    }

    private IEnumerable<TypeUse> Between(string root)
    {
        foreach (var handle in metadata.TypeDefinitions)
        {
            if (Place(handle, root) is not { } user)
                continue;
            foreach (var other in UsedBy(metadata.GetTypeDefinition(handle)))
                if (Place(other, root) is { } used && used.Folder != user.Folder)
                    yield return new(user.Folder, user.Type, used.Folder, used.Type);
        }
    }

    /// <summary>Null for what no file declares, such as the compiler's own types.</summary>
    private (string Folder, string Type)? Place(TypeDefinitionHandle handle, string root)
    {
        var type = metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        var space = metadata.GetString(type.Namespace);
        var name = metadata.GetString(type.Name).Split('`')[0];
        // A project's composition uses all of its folders: it stands above them, and none may use it.
        return space == root ? (name.EndsWith("Composition", StringComparison.Ordinal) ? name : ".", name)
            : space.StartsWith(root + ".", StringComparison.Ordinal) ? (space[(root.Length + 1)..], name)
            : null;
    }

    private IEnumerable<TypeDefinitionHandle> UsedBy(TypeDefinition type) =>
        Types(type.BaseType)
            .Concat(type.GetInterfaceImplementations().SelectMany(one => Types(metadata.GetInterfaceImplementation(one).Interface)))
            .Concat(Constraints(type.GetGenericParameters()))
            .Concat(Attributes(type.GetCustomAttributes()))
            .Concat(type.GetFields().Select(metadata.GetFieldDefinition).SelectMany(UsedBy))
            .Concat(type.GetProperties().SelectMany(one => Attributes(metadata.GetPropertyDefinition(one).GetCustomAttributes())))
            .Concat(type.GetMethods().Select(metadata.GetMethodDefinition).SelectMany(UsedBy));

    private IEnumerable<TypeDefinitionHandle> UsedBy(FieldDefinition field) =>
        field.DecodeSignature(this, null).Concat(Attributes(field.GetCustomAttributes()));

    private IEnumerable<TypeDefinitionHandle> UsedBy(MethodDefinition method)
    {
        var uses = Types(method.DecodeSignature(this, null))
            .Concat(Constraints(method.GetGenericParameters()))
            .Concat(Attributes(method.GetCustomAttributes()));
        if (method.RelativeVirtualAddress == 0)
            return uses;
        var body = image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            uses = uses.Concat(
                metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(this, null).SelectMany(one => one)
            );
        return uses.Concat(body.ExceptionRegions.SelectMany(region => Types(region.CatchType))).Concat(Tokens(body).SelectMany(Types));
    }

    private IEnumerable<TypeDefinitionHandle> Constraints(GenericParameterHandleCollection parameters) =>
        parameters
            .SelectMany(one => metadata.GetGenericParameter(one).GetConstraints())
            .SelectMany(one => Types(metadata.GetGenericParameterConstraint(one).Type));

    private IEnumerable<TypeDefinitionHandle> Attributes(CustomAttributeHandleCollection attributes) =>
        attributes.SelectMany(one => Types(metadata.GetCustomAttribute(one).Constructor));

    /// <summary>What a token names: a type, or a member with the type it is of.</summary>
    private IEnumerable<TypeDefinitionHandle> Types(EntityHandle handle)
    {
        if (handle.IsNil)
            return [];
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                return [(TypeDefinitionHandle)handle];
            case HandleKind.TypeSpecification:
                return metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
            case HandleKind.MethodDefinition:
                return [metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType()];
            case HandleKind.FieldDefinition:
                return [metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()];
            case HandleKind.MethodSpecification:
                var generic = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                return Types(generic.Method).Concat(generic.DecodeSignature(this, null).SelectMany(one => one));
            case HandleKind.MemberReference:
                return Types(metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
            default:
                return [];
        }
    }

    private static IEnumerable<TypeDefinitionHandle> Types(MethodSignature<ImmutableHashSet<TypeDefinitionHandle>> signature) =>
        signature.ParameterTypes.Prepend(signature.ReturnType).SelectMany(one => one);

    private static List<EntityHandle> Tokens(MethodBodyBlock body)
    {
        var tokens = new List<EntityHandle>();
        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            int value = code.ReadByte();
            var kind = Operands[unchecked((short)(value == 0xFE ? (value << 8) | code.ReadByte() : value))];
            if (kind is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
                tokens.Add(MetadataTokens.EntityHandle(code.ReadInt32()));
            else
            {
                var size = kind == OperandType.InlineSwitch ? 4 * code.ReadInt32() : Size(kind);
                code.Offset += size;
            }
        }

        return tokens;
    }

    private static int Size(OperandType kind) =>
        kind switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            _ => 4,
        };

    public ImmutableHashSet<TypeDefinitionHandle> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte kind) =>
        [handle];

    public ImmutableHashSet<TypeDefinitionHandle> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte kind) => [];

    public ImmutableHashSet<TypeDefinitionHandle> GetTypeFromSpecification(
        MetadataReader reader,
        object? context,
        TypeSpecificationHandle handle,
        byte kind
    ) => reader.GetTypeSpecification(handle).DecodeSignature(this, context);

    public ImmutableHashSet<TypeDefinitionHandle> GetGenericInstantiation(
        ImmutableHashSet<TypeDefinitionHandle> type,
        ImmutableArray<ImmutableHashSet<TypeDefinitionHandle>> arguments
    ) => arguments.Aggregate(type, (all, one) => all.Union(one));

    public ImmutableHashSet<TypeDefinitionHandle> GetFunctionPointerType(
        MethodSignature<ImmutableHashSet<TypeDefinitionHandle>> signature
    ) => [.. Types(signature)];

    public ImmutableHashSet<TypeDefinitionHandle> GetModifiedType(
        ImmutableHashSet<TypeDefinitionHandle> modifier,
        ImmutableHashSet<TypeDefinitionHandle> type,
        bool isRequired
    ) => type.Union(modifier);

    public ImmutableHashSet<TypeDefinitionHandle> GetArrayType(ImmutableHashSet<TypeDefinitionHandle> type, ArrayShape shape) => type;

    public ImmutableHashSet<TypeDefinitionHandle> GetByReferenceType(ImmutableHashSet<TypeDefinitionHandle> type) => type;

    public ImmutableHashSet<TypeDefinitionHandle> GetPinnedType(ImmutableHashSet<TypeDefinitionHandle> type) => type;

    public ImmutableHashSet<TypeDefinitionHandle> GetPointerType(ImmutableHashSet<TypeDefinitionHandle> type) => type;

    public ImmutableHashSet<TypeDefinitionHandle> GetSZArrayType(ImmutableHashSet<TypeDefinitionHandle> type) => type;

    public ImmutableHashSet<TypeDefinitionHandle> GetGenericMethodParameter(object? context, int index) => [];

    public ImmutableHashSet<TypeDefinitionHandle> GetGenericTypeParameter(object? context, int index) => [];

    public ImmutableHashSet<TypeDefinitionHandle> GetPrimitiveType(PrimitiveTypeCode type) => [];
}
