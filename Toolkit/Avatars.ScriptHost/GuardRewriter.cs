using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Avatars.ScriptHost;

/// <summary>
/// Inserts <see cref="Scripting.LoopGuard"/> into every loop, backward jump and method of a script, on the lines that are there: line numbers stay.
/// </summary>
sealed class GuardRewriter(SemanticModel model) : CSharpSyntaxRewriter
{
    static readonly StatementSyntax Check = Call("Check");
    static readonly StatementSyntax Enter = Call("Enter");

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node) =>
        base.VisitForStatement(node) is ForStatementSyntax loop ? loop.WithStatement(Guarded(loop.Statement, Check)) : null;

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node) =>
        base.VisitWhileStatement(node) is WhileStatementSyntax loop ? loop.WithStatement(Guarded(loop.Statement, Check)) : null;

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node) =>
        base.VisitDoStatement(node) is DoStatementSyntax loop ? loop.WithStatement(Guarded(loop.Statement, Check)) : null;

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node) =>
        base.VisitForEachStatement(node) is ForEachStatementSyntax loop ? loop.WithStatement(Guarded(loop.Statement, Check)) : null;

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node) =>
        base.VisitForEachVariableStatement(node) is ForEachVariableStatementSyntax loop ? loop.WithStatement(Guarded(loop.Statement, Check)) : null;

    public override SyntaxNode? VisitGotoStatement(GotoStatementSyntax node) => Guarded(node, Check);

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        var symbol = model.GetDeclaredSymbol(node);
        var method = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
        return method.Body is { } body ? method.WithBody(Entered(body))
            : BlockOf(method.ExpressionBody, method.SemicolonToken, symbol) is { } block
                ? method.WithBody(block).WithExpressionBody(null).WithSemicolonToken(default)
            : method;
    }

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        var symbol = model.GetDeclaredSymbol(node) as IMethodSymbol;
        var function = (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)!;
        return function.Body is { } body ? function.WithBody(Entered(body))
            : BlockOf(function.ExpressionBody, function.SemicolonToken, symbol) is { } block
                ? function.WithBody(block).WithExpressionBody(null).WithSemicolonToken(default)
            : function;
    }

    public override SyntaxNode? VisitOperatorDeclaration(OperatorDeclarationSyntax node)
    {
        var symbol = model.GetDeclaredSymbol(node);
        var method = (OperatorDeclarationSyntax)base.VisitOperatorDeclaration(node)!;
        return method.Body is { } body ? method.WithBody(Entered(body))
            : BlockOf(method.ExpressionBody, method.SemicolonToken, symbol) is { } block
                ? method.WithBody(block).WithExpressionBody(null).WithSemicolonToken(default)
            : method;
    }

    public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node) =>
        base.VisitConstructorDeclaration(node) is ConstructorDeclarationSyntax { Body: { } body } constructor ? constructor.WithBody(Entered(body))
            : base.VisitConstructorDeclaration(node);

    public override SyntaxNode? VisitAccessorDeclaration(AccessorDeclarationSyntax node)
    {
        var symbol = model.GetDeclaredSymbol(node);
        var accessor = (AccessorDeclarationSyntax)base.VisitAccessorDeclaration(node)!;
        return accessor.Body is { } body ? accessor.WithBody(Entered(body))
            : BlockOf(accessor.ExpressionBody, accessor.SemicolonToken, symbol) is { } block
                ? accessor.WithBody(block).WithExpressionBody(null).WithSemicolonToken(default)
            : accessor;
    }

    /// <summary>A property of one expression becomes one with a getter.</summary>
    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        var getter = model.GetDeclaredSymbol(node)?.GetMethod;
        var property = (PropertyDeclarationSyntax)base.VisitPropertyDeclaration(node)!;
        return BlockOf(property.ExpressionBody, property.SemicolonToken, getter) is { } block
            ? property.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(SyntaxFactory.AccessorList(
                SyntaxFactory.SingletonList(SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, block))))
            : property;
    }

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node)
    {
        var (symbol, isTree) = (model.GetSymbolInfo(node).Symbol as IMethodSymbol, IsExpressionTree(node));
        var lambda = (ParenthesizedLambdaExpressionSyntax)base.VisitParenthesizedLambdaExpression(node)!;
        return isTree ? lambda
            : lambda.Block is { } body ? lambda.WithBlock(Entered(body))
            : BlockOf(lambda.ExpressionBody, symbol) is { } block ? lambda.WithExpressionBody(null).WithBlock(block)
            : lambda;
    }

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node)
    {
        var (symbol, isTree) = (model.GetSymbolInfo(node).Symbol as IMethodSymbol, IsExpressionTree(node));
        var lambda = (SimpleLambdaExpressionSyntax)base.VisitSimpleLambdaExpression(node)!;
        return isTree ? lambda
            : lambda.Block is { } body ? lambda.WithBlock(Entered(body))
            : BlockOf(lambda.ExpressionBody, symbol) is { } block ? lambda.WithExpressionBody(null).WithBlock(block)
            : lambda;
    }

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) =>
        base.VisitAnonymousMethodExpression(node) is AnonymousMethodExpressionSyntax method ? method.WithBlock(Entered(method.Block)) : null;

    bool IsExpressionTree(LambdaExpressionSyntax node) =>
        model.GetTypeInfo(node).ConvertedType is INamedTypeSymbol { Name: "Expression", IsGenericType: true };

    /// <summary>The body behind an arrow as a block, with every line break where it was; null where it cannot become one.</summary>
    static BlockSyntax? BlockOf(ArrowExpressionClauseSyntax? arrow, SyntaxToken semicolon, IMethodSymbol? method) =>
        BlockOf(arrow?.Expression, method) is { } block
            ? block.WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTriviaFrom(arrow!.ArrowToken))
                .WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithTriviaFrom(semicolon))
            : null;

    static BlockSyntax? BlockOf(ExpressionSyntax? expression, IMethodSymbol? method)
    {
        if (expression is null or ThrowExpressionSyntax or RefExpressionSyntax || method is null || method.ReturnsByRef || method.ReturnsByRefReadonly)
            return null;
        var returnsNothing = method.ReturnsVoid || method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false };
        StatementSyntax statement = returnsNothing ? SyntaxFactory.ExpressionStatement(expression)
            : SyntaxFactory.ReturnStatement(SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space), expression,
                SyntaxFactory.Token(SyntaxKind.SemicolonToken));
        return SyntaxFactory.Block(Enter, statement);
    }

    static BlockSyntax Entered(BlockSyntax body) => body.WithStatements(body.Statements.Insert(0, Enter));

    static BlockSyntax Guarded(StatementSyntax statement, StatementSyntax guard) => statement is BlockSyntax block
        ? block.WithStatements(block.Statements.Insert(0, guard))
        : SyntaxFactory.Block(guard, statement);

    static StatementSyntax Call(string method) => SyntaxFactory.ParseStatement($"global::Avatars.Scripting.LoopGuard.{method}();");
}
